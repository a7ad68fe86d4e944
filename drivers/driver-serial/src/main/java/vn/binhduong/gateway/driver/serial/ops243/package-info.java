/// OmniPreSense OPS243 traffic radar.
@NullMarked
package vn.binhduong.gateway.driver.serial.ops243;

import org.jspecify.annotations.NullMarked;
