/// The power-cut proof: what was never synced is really lost, torn or reordered.
@NullMarked
package vn.binhduong.gateway.proof.power;

import org.jspecify.annotations.NullMarked;
