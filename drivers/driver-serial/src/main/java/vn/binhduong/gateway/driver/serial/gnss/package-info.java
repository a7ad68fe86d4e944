/// GNSS receivers that speak NMEA 0183.
@NullMarked
package vn.binhduong.gateway.driver.serial.gnss;

import org.jspecify.annotations.NullMarked;
