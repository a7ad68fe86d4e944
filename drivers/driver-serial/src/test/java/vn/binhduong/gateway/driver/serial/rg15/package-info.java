@NullMarked
package vn.binhduong.gateway.driver.serial.rg15;

import org.jspecify.annotations.NullMarked;
