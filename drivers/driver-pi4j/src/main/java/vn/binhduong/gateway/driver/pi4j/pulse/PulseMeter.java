package vn.binhduong.gateway.driver.pi4j.pulse;

import java.util.Optional;

/// Counts pulses. Pure: it is told when they came.
final class PulseMeter {
  /// A gust is the greatest mean over 3 s (WMO No. 8, part I, chapter 5).
  private static final long GUST_NANOS = 3_000_000_000L;

  private static final String REMEMBERED = "pulses ";

  private final long apartNanos;
  private long total;
  private long pulses;
  private long rejected;
  private boolean hasLast;
  private long lastNanos;
  private long binFromNanos = Long.MIN_VALUE;
  private long binPulses;
  private long gustPulses;

  /// What came since the last time it was asked.
  ///
  /// @param total pulses since it was installed
  /// @param pulses pulses that counted
  /// @param rejected pulses that came too fast
  /// @param gustPulses most pulses in any 3 s
  record Count(long total, long pulses, long rejected, long gustPulses) {}

  /// @param apartNanos shortest time between two pulses
  /// @param total pulses before
  PulseMeter(long apartNanos, long total) {
    this.apartNanos = apartNanos;
    this.total = total;
  }

  /// A pulse.
  ///
  /// @param nanos when, on a clock that only runs forward
  void pulse(long nanos) {
    if (hasLast && nanos - lastNanos < apartNanos) {
      rejected++;
      return;
    }
    hasLast = true;
    lastNanos = nanos;
    pulses++;
    total++;
    if (binFromNanos == Long.MIN_VALUE || nanos - binFromNanos >= GUST_NANOS) {
      binFromNanos = nanos;
      binPulses = 0;
    }
    binPulses++;
    gustPulses = Math.max(gustPulses, binPulses);
  }

  /// The count since the last time, which begins anew.
  Count take() {
    var count = new Count(total, pulses, rejected, gustPulses);
    pulses = 0;
    rejected = 0;
    gustPulses = 0;
    return count;
  }

  /// The total as it is kept over a restart.
  String memory() {
    return REMEMBERED + total;
  }

  /// The total that was kept; empty where the text is not one of ours.
  static Optional<Long> total(String memory) {
    return memory.matches(REMEMBERED + "\\d{1,18}")
        ? Optional.of(Long.parseLong(memory.substring(REMEMBERED.length())))
        : Optional.empty();
  }
}
