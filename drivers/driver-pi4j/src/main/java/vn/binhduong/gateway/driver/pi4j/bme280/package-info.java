/// Bosch BME280 and BMP280: climate.
@NullMarked
package vn.binhduong.gateway.driver.pi4j.bme280;

import org.jspecify.annotations.NullMarked;
