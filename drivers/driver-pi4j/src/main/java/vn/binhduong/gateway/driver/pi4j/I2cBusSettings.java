package vn.binhduong.gateway.driver.pi4j;

import vn.binhduong.gateway.driver.Option;

/// An I2C bus of the board.
///
/// @param bus its number
public record I2cBusSettings(
    @Option(
            doc = "Number of the bus: 1 for /dev/i2c-1, on pins 3 and 5 of a Raspberry Pi.",
            fallback = "1",
            min = "0",
            max = "255")
        int bus) {}
