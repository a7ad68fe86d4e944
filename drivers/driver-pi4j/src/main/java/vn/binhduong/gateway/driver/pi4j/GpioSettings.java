package vn.binhduong.gateway.driver.pi4j;

import java.time.Duration;
import java.util.List;
import vn.binhduong.gateway.driver.Option;

/// Inputs of the board.
///
/// @param chip number of the chip
/// @param lines their numbers on the chip
/// @param pull resistor in the chip
/// @param activeLow whether a low level is active
/// @param debounce how long a level must stand
public record GpioSettings(
    @Option(
            doc = "Number of the chip: 0 for /dev/gpiochip0.",
            fallback = "0",
            min = "0",
            max = "63")
        int chip,
    @Option(
            doc = "Numbers of the lines on the chip, as GPIO17 is 17.",
            min = "1",
            max = "2",
            example = "[17]")
        List<Integer> lines,
    @Option(doc = "Resistor in the chip.", fallback = "up") Pull pull,
    @Option(doc = "Whether a low level is active, as with a contact to ground.", fallback = "true")
        boolean activeLow,
    @Option(
            doc = "How long a level must stand before it counts.",
            fallback = "10ms",
            min = "0ms",
            max = "1s")
        Duration debounce) {
  /// A resistor in the chip.
  public enum Pull {
    /// To the supply.
    UP,
    /// To ground.
    DOWN,
    /// None.
    NONE
  }
}
