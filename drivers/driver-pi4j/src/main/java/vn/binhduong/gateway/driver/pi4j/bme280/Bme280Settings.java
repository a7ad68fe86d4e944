package vn.binhduong.gateway.driver.pi4j.bme280;

import vn.binhduong.gateway.driver.Option;

/// A BME280 or BMP280.
///
/// @param address its address on the bus
public record Bme280Settings(
    @Option(
            doc = "Address on the bus: 118 (0x76) with pin SDO low, 119 (0x77) with SDO high.",
            fallback = "118",
            min = "118",
            max = "119")
        int address) {}
