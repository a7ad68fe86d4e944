package vn.binhduong.gateway.store;

/// Consecutive numbers of a stream.
///
/// @param from the first
/// @param to the last, at least `from`
public record Range(long from, long to) {
  public Range {
    if (from > to) {
      throw new IllegalArgumentException(
          "range: expected from <= to, found %d > %d".formatted(from, to));
    }
  }

  /// How many numbers.
  public long size() {
    return to - from + 1;
  }
}
