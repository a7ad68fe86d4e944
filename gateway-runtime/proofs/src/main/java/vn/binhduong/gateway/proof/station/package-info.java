/// A whole roadside station in one gateway: instruments of several kinds on links of several kinds,
/// one of which hangs, is unplugged and comes back, while the polls of all others are counted.
@NullMarked
package vn.binhduong.gateway.proof.station;

import org.jspecify.annotations.NullMarked;
