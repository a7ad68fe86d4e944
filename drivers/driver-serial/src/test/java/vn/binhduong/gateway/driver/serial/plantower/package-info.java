@NullMarked
package vn.binhduong.gateway.driver.serial.plantower;

import org.jspecify.annotations.NullMarked;
