package vn.binhduong.gateway.contract;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one message says of itself: whose samples, which numbers, how good the times are.
///
/// @param prefix stands before the device in every SenML name, such as `BD-GW-000123/`; 2 to 96
///   characters ending in `/` or `:`
/// @param device id of the device, or `gateway`
/// @param epoch identity of the store that gave the numbers
/// @param s0 number of the first sample, 1 to 2^53-1
/// @param s1 number of the last sample, at least `s0`, to 2^53-1
/// @param clock how far the times can be trusted
/// @param aggregate when the values are aggregates: the period they cover, whole milliseconds, at
///   least 1 s and at most 31 days
public record BatchHeader(
    String prefix,
    String device,
    UUID epoch,
    long s0,
    long s1,
    ClockState clock,
    @Nullable Duration aggregate) {
  static final Duration AGGREGATE_MIN = Duration.ofSeconds(1);
  static final Duration AGGREGATE_MAX = Duration.ofDays(31);

  public BatchHeader {
    Ids.requirePrefix("prefix", prefix);
    Ids.requireId("device", device);
    Ids.requireNumber("s0", s0);
    Ids.requireBetween("s1", s1, s0, Ids.NUMBER_MAX);
    if (aggregate != null) {
      Ids.requireBetween(
          "aggregate period in ms",
          aggregate.toMillis(),
          AGGREGATE_MIN.toMillis(),
          AGGREGATE_MAX.toMillis());
      if (!aggregate.equals(Duration.ofMillis(aggregate.toMillis()))) {
        throw new IllegalArgumentException(
            "aggregate period: expected whole milliseconds, found " + aggregate);
      }
    }
  }

  /// How many numbers it covers.
  public long count() {
    return s1 - s0 + 1;
  }
}
