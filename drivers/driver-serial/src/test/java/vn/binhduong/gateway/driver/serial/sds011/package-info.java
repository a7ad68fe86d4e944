@NullMarked
package vn.binhduong.gateway.driver.serial.sds011;

import org.jspecify.annotations.NullMarked;
