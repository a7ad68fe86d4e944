@NullMarked
package vn.binhduong.gateway.driver.serial.sps30;

import org.jspecify.annotations.NullMarked;
