/// Sensirion SPS30 particulate sensor over SHDLC.
@NullMarked
package vn.binhduong.gateway.driver.serial.sps30;

import org.jspecify.annotations.NullMarked;
