/// The harnesses that prove what the gateway promises, each with a seed, a count of what was broken
/// and a count of what was lost. `scripts/prove` runs them.
@NullMarked
package vn.binhduong.gateway.proof;

import org.jspecify.annotations.NullMarked;
