@NullMarked
package vn.binhduong.gateway.driver.pi4j.bme280;

import org.jspecify.annotations.NullMarked;
