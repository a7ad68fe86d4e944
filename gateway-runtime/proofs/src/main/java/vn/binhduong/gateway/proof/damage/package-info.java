/// Damaged data directories: a seeded corpus of them, a reader of our own that says what can still
/// be read in each, and a judge of what the gateway makes of it.
@NullMarked
package vn.binhduong.gateway.proof.damage;

import org.jspecify.annotations.NullMarked;
