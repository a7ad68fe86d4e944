package vn.binhduong.gateway.proof.sensors;

import java.util.Arrays;
import java.util.List;

/// Counts the polls of a device against its schedule: a poll is kept when a good sample was taken
/// between its instant and the next one. Pure; monotonic nanoseconds.
public final class Polls {
  /// A sample may carry a time a little before its instant, as two processes read one clock.
  private static final long EARLY_NANOS = 2_000_000;

  private Polls() {}

  /// A span of time.
  public record Span(long from, long to) {
    /// Whether they share an instant.
    public boolean overlaps(long begin, long end) {
      return from < end && begin < to;
    }
  }

  /// @param expected polls of the schedule in the span, without the excused
  /// @param kept those of which a sample is there
  /// @param excused missed polls behind a probe of the sick device on the same bus, or while the
  ///   machine stood still
  public record Count(long expected, long kept, long excused) {
    /// Nothing.
    public static final Count NONE = new Count(0, 0, 0);

    /// Both together.
    public Count plus(Count other) {
      return new Count(expected + other.expected, kept + other.kept, excused + other.excused);
    }

    /// Those that are not there.
    public long missed() {
      return expected - kept;
    }
  }

  /// Counts.
  ///
  /// @param anchor any instant of the schedule
  /// @param period distance of two
  /// @param span polls that begin and end in it count
  /// @param samples times of the good samples, sorted
  /// @param pauses when the bus was held by a probe or the machine stood still; polls that touch
  ///   one are excused if missed
  public static Count count(
      long anchor, long period, Span span, long[] samples, List<Span> pauses) {
    long instant = anchor + Math.ceilDiv(span.from() - anchor, period) * period;
    long expected = 0;
    long kept = 0;
    long excused = 0;
    for (; instant + period <= span.to(); instant += period) {
      long begin = instant - EARLY_NANOS;
      long end = instant + period - EARLY_NANOS;
      int at = Arrays.binarySearch(samples, begin);
      int next = at >= 0 ? at : -at - 1;
      if (next < samples.length && samples[next] < end) {
        expected++;
        kept++;
      } else if (pauses.stream().anyMatch(pause -> pause.overlaps(begin, end))) {
        excused++;
      } else {
        expected++;
      }
    }
    return new Count(expected, kept, excused);
  }
}
