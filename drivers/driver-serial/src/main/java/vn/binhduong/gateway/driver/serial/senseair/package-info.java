/// Senseair S8 carbon dioxide sensor.
@NullMarked
package vn.binhduong.gateway.driver.serial.senseair;

import org.jspecify.annotations.NullMarked;
