/// Wavetronix SmartSensor HD (SS125) traffic radar.
@NullMarked
package vn.binhduong.gateway.driver.serial.ss125;

import org.jspecify.annotations.NullMarked;
