/// Instruments on a serial port, a package for each kind; none uses another.
@NullMarked
package vn.binhduong.gateway.driver.serial;

import org.jspecify.annotations.NullMarked;
