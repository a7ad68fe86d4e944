/// What is known of an instrument beside its driver: what its values are corrected by, and that
/// somebody works on it just now.
@NullMarked
package vn.binhduong.gateway.calibration;

import org.jspecify.annotations.NullMarked;
