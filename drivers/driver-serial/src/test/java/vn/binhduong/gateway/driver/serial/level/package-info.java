@NullMarked
package vn.binhduong.gateway.driver.serial.level;

import org.jspecify.annotations.NullMarked;
