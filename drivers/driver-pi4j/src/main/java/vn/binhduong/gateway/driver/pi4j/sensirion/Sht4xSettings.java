package vn.binhduong.gateway.driver.pi4j.sensirion;

import vn.binhduong.gateway.driver.Option;

/// A Sensirion SHT4x.
///
/// @param address its address on the bus
public record Sht4xSettings(
    @Option(
            doc =
                "Address on the bus: 68 (0x44), 69 (0x45) or 70 (0x46), by the letter in its name.",
            fallback = "68",
            min = "68",
            max = "70")
        int address) {}
