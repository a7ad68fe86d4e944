/// Time of samples: monotonic when taken, wall time when sent. The only package that reads the wall
/// clock.
@NullMarked
package vn.binhduong.gateway.clock;

import org.jspecify.annotations.NullMarked;
