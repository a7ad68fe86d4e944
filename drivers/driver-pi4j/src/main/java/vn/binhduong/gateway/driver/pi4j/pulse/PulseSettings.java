package vn.binhduong.gateway.driver.pi4j.pulse;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A pulse counter.
///
/// @param kind what a pulse means
/// @param amount how much it means
/// @param offset what is added to a wind speed
/// @param apart shortest time between two pulses
/// @param report time between two samples
public record PulseSettings(
    @Option(
            doc =
                "rain: each pulse is an amount of millimetres; wind: pulses in a second times the"
                    + " amount, plus the offset, are metres in a second; count: each pulse is an"
                    + " amount of anything.",
            example = "rain")
        Kind kind,
    @Option(
            doc =
                "What one pulse means: millimetres of rain (0.2 or 0.5 by the gauge), metres per"
                    + " second at one pulse in a second, or a number.",
            min = "0.0001",
            max = "1000000",
            example = "0.2")
        double amount,
    @Option(
            doc = "Wind only: the speed at which it begins to turn, metres per second.",
            fallback = "0",
            min = "0",
            max = "5")
        double offset,
    @Option(
            doc =
                "Pulses that follow faster than this are bounces or interference: they are counted"
                    + " as rejected. A gauge of 0.2 mm tips at most every 1.2 s in the heaviest rain"
                    + " (600 mm/h).",
            fallback = "5ms",
            min = "0ms",
            max = "10s",
            example = "1s")
        Duration apart,
    @Option(doc = "Time between two samples.", fallback = "1min", min = "1s", max = "1h")
        Duration report) {
  public PulseSettings {
    if (offset != 0 && kind != Kind.WIND) {
      throw new IllegalArgumentException("offset: expected 0 unless kind is wind, found " + offset);
    }
  }

  /// What a pulse means.
  public enum Kind {
    /// Millimetres of rain.
    RAIN,
    /// A turn of an anemometer.
    WIND,
    /// Anything that is counted.
    COUNT
  }
}
