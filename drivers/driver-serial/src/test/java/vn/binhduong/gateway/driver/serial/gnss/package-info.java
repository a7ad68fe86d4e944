@NullMarked
package vn.binhduong.gateway.driver.serial.gnss;

import org.jspecify.annotations.NullMarked;
