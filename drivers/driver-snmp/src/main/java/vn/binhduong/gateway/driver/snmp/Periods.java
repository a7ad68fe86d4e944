package vn.binhduong.gateway.driver.snmp;

import java.util.OptionalLong;

/// Which periods of one zone were seen, by their sequence numbers. The clock of a sensor may jump,
/// its numbers count on; they begin anew when it restarts or reaches the greatest one.
///
/// @param last number of the period seen last; empty before the first
/// @param missed periods that passed unseen since they were last consecutive
record Periods(OptionalLong last, long missed) {
  static final Periods NONE = new Periods(OptionalLong.empty(), 0);

  Periods {
    if (missed < 0) {
      throw new IllegalArgumentException("missed: expected 0 or more, found " + missed);
    }
  }

  /// Whether the period of this number was seen already.
  boolean seen(long sequence) {
    return last.isPresent() && last.getAsLong() == sequence;
  }

  /// How many periods passed unseen before the one of this number; none where counting began anew,
  /// because then nobody can know.
  long missedBefore(long sequence) {
    return last.isPresent() && sequence > last.getAsLong() ? sequence - last.getAsLong() - 1 : 0;
  }

  /// Whether counting began anew before this number.
  boolean beganAnew(long sequence) {
    return last.isPresent() && sequence < last.getAsLong();
  }

  /// These periods and that of this number.
  Periods with(long sequence) {
    long gap = missedBefore(sequence);
    return new Periods(OptionalLong.of(sequence), gap == 0 ? 0 : missed + gap);
  }
}
