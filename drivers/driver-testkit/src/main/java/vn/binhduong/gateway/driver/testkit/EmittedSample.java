package vn.binhduong.gateway.driver.testkit;

import java.time.Instant;
import java.util.List;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// What a driver emitted at once.
///
/// @param at the time it gave
/// @param readings the readings it gave, in its order
public record EmittedSample(Instant at, List<Reading> readings) {
  public EmittedSample {
    readings = List.copyOf(readings);
  }

  /// The reading of one channel.
  ///
  /// @throws AssertionError when the sample has none
  public Reading reading(String channel) {
    return readings.stream()
        .filter(reading -> reading.channel().name().equals(channel))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "sample: expected a reading of '%s', found %s"
                        .formatted(
                            channel, readings.stream().map(r -> r.channel().name()).toList())));
  }

  /// The value of one channel, NaN when it is bad.
  public double value(String channel) {
    return reading(channel).value();
  }

  /// The quality of one channel.
  public Quality quality(String channel) {
    return reading(channel).quality();
  }

  /// Whether at least one reading carries a value.
  public boolean usable() {
    return readings.stream().anyMatch(reading -> reading.quality().hasValue());
  }
}
