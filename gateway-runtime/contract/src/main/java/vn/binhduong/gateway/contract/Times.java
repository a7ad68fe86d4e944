package vn.binhduong.gateway.contract;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The times of a message, one a row: milliseconds since 1970, strictly increasing, each absolute
/// in the sense of SenML. Immutable.
public final class Times {
  /// Least time that SenML takes as absolute: 2^28 s (RFC 8428 §4.5.3).
  public static final long ABSOLUTE_MILLIS_MIN = (1L << 28) * 1000;

  /// Most rows of one message.
  public static final int ROWS_MAX = 4096;

  private final long[] millis;

  private Times(long[] millis) {
    this.millis = millis;
  }

  /// These times, copied.
  ///
  /// @throws IllegalArgumentException when there are none or more than [#ROWS_MAX], or one is not
  ///   later than the one before or not absolute
  public static Times of(long... epochMillis) {
    Ids.requireBetween("rows", epochMillis.length, 1, ROWS_MAX);
    for (int i = 0; i < epochMillis.length; i++) {
      Ids.requireBetween(
          "time of row " + i,
          epochMillis[i],
          i == 0 ? ABSOLUTE_MILLIS_MIN : epochMillis[i - 1] + 1,
          Ids.TIME_MILLIS_MAX);
    }
    return new Times(epochMillis.clone());
  }

  /// How many rows there are.
  public int size() {
    return millis.length;
  }

  /// Time of a row, milliseconds since 1970.
  public long get(int row) {
    return millis[row];
  }

  /// Row of a time, negative when there is none.
  int rowOf(long epochMillis) {
    return Arrays.binarySearch(millis, epochMillis);
  }

  Times slice(int fromRow, int toRow) {
    return new Times(Arrays.copyOfRange(millis, fromRow, toRow));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Times times && Arrays.equals(millis, times.millis);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(millis);
  }

  @Override
  public String toString() {
    return Arrays.toString(millis);
  }
}
