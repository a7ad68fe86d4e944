@NullMarked
package vn.binhduong.gateway.driver.serial.senseair;

import org.jspecify.annotations.NullMarked;
