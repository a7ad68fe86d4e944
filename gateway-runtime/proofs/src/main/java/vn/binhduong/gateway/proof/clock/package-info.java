/// The proof of honest times: a whole gateway process that sees a wall clock of our making, beside
/// instruments that know better.
@NullMarked
package vn.binhduong.gateway.proof.clock;

import org.jspecify.annotations.NullMarked;
