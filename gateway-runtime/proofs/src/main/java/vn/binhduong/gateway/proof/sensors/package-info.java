/// One sick sensor hurts only itself: instruments, lines and drivers that fail in every way, on
/// shared buses and alone, and the polls of all others counted. The sick drivers are found by a
/// gateway that is started with the class path of this module, which no device ever has.
@NullMarked
package vn.binhduong.gateway.proof.sensors;

import org.jspecify.annotations.NullMarked;
