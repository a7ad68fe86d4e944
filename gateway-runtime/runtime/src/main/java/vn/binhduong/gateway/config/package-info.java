/// Reads `gateway.yaml`: which settings there are, what is wrong with them, and what runs when only
/// a part of them is right.
///
/// Start with [ConfigLoader].
@NullMarked
package vn.binhduong.gateway.config;

import org.jspecify.annotations.NullMarked;
