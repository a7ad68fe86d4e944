/// A new configuration on trial: it takes effect, proves within its deadline that the gateway is no
/// worse than just before, and otherwise the former file comes back by itself (commit-confirm).
///
/// Start with [Trials].
@NullMarked
package vn.binhduong.gateway.change;

import org.jspecify.annotations.NullMarked;
