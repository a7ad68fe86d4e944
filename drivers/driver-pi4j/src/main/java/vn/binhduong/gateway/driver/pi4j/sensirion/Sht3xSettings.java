package vn.binhduong.gateway.driver.pi4j.sensirion;

import vn.binhduong.gateway.driver.Option;

/// A Sensirion SHT3x.
///
/// @param address its address on the bus
public record Sht3xSettings(
    @Option(
            doc = "Address on the bus: 68 (0x44) with pin ADDR low, 69 (0x45) with ADDR high.",
            fallback = "68",
            min = "68",
            max = "69")
        int address) {}
