/// The promise about space: the disk may be too small, full or failing; nothing committed is lost,
/// and every number is data, condensed or in a gap record.
@NullMarked
package vn.binhduong.gateway.proof.disk;

import org.jspecify.annotations.NullMarked;
