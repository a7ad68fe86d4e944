package vn.binhduong.gateway.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A set of numbers, kept as ranges: sorted, apart, never touching.
///
/// Made for streams: adding after the end costs nothing but the extension of the last range. Not
/// thread-safe. Numbers are 0 to 2^53-1.
public final class Ranges {
  /// One range, both ends in it.
  ///
  /// @param from 0 to 2^53-1
  /// @param to at least `from`
  public record Range(long from, long to) {
    public Range {
      Ids.requireBetween("from", from, 0, Ids.NUMBER_MAX);
      Ids.requireBetween("to", to, from, Ids.NUMBER_MAX);
    }

    /// How many numbers it holds.
    public long count() {
      return to - from + 1;
    }

    /// Whether the number is in it.
    public boolean contains(long number) {
      return from <= number && number <= to;
    }
  }

  private long[] froms = new long[8];
  private long[] tos = new long[8];
  private int size;

  /// An empty set.
  public Ranges() {}

  /// A set of these ranges, in any order, overlapping or not.
  public static Ranges of(Iterable<Range> ranges) {
    Ranges result = new Ranges();
    for (Range range : ranges) {
      result.add(range.from(), range.to());
    }
    return result;
  }

  /// An independent copy.
  public Ranges copy() {
    Ranges copy = new Ranges();
    copy.froms = froms.clone();
    copy.tos = tos.clone();
    copy.size = size;
    return copy;
  }

  /// Adds one number.
  ///
  /// @return how many numbers are new: 0 or 1
  public long add(long number) {
    return add(number, number);
  }

  /// Adds `from` to `to`, both included.
  ///
  /// @return how many numbers are new
  public long add(long from, long to) {
    Range added = new Range(from, to);
    int first = firstEndingFrom(from - 1);
    int after = first;
    long start = from;
    long end = to;
    long known = 0;
    while (after < size && froms[after] <= to + 1) {
      start = Math.min(start, froms[after]);
      end = Math.max(end, tos[after]);
      known += Math.max(0, Math.min(to, tos[after]) - Math.max(from, froms[after]) + 1);
      after++;
    }
    replace(first, after, new Range(start, end), null);
    return added.count() - known;
  }

  /// Takes `from` to `to`, both included, out of the set.
  public void remove(long from, long to) {
    Range removed = new Range(from, to);
    int first = firstEndingFrom(from);
    int after = first;
    while (after < size && froms[after] <= removed.to()) {
      after++;
    }
    if (first == after) {
      return;
    }
    Range left = froms[first] < from ? new Range(froms[first], from - 1) : null;
    Range right = tos[after - 1] > to ? new Range(to + 1, tos[after - 1]) : null;
    replace(first, after, left, right);
  }

  /// Whether the number is in the set.
  public boolean contains(long number) {
    int i = firstEndingFrom(number);
    return i < size && froms[i] <= number;
  }

  /// Whether all of `from` to `to` are in the set.
  public boolean containsAll(long from, long to) {
    int i = firstEndingFrom(from);
    return i < size && froms[i] <= from && to <= tos[i];
  }

  /// What is missing between `from` and `to`, both included; empty when `to` is before `from`.
  public List<Range> gaps(long from, long to) {
    List<Range> gaps = new ArrayList<>();
    long next = from;
    for (int i = firstEndingFrom(from); i < size && froms[i] <= to; i++) {
      if (froms[i] > next) {
        gaps.add(new Range(next, froms[i] - 1));
      }
      next = tos[i] + 1;
    }
    if (next <= to) {
      gaps.add(new Range(next, to));
    }
    return gaps;
  }

  /// The last number of the unbroken run that begins at `first`; `first - 1` when `first` itself is
  /// missing. With `first` 1 this is the high-water mark.
  public long unbrokenFrom(long first) {
    int i = firstEndingFrom(first);
    return i < size && froms[i] <= first ? tos[i] : first - 1;
  }

  /// Whether nothing is in the set.
  public boolean isEmpty() {
    return size == 0;
  }

  /// How many ranges there are.
  public int size() {
    return size;
  }

  /// How many numbers are in the set.
  public long count() {
    long count = 0;
    for (int i = 0; i < size; i++) {
      count += tos[i] - froms[i] + 1;
    }
    return count;
  }

  /// The least number, or null when the set is empty.
  public @Nullable Long first() {
    return size == 0 ? null : froms[0];
  }

  /// The greatest number, or null when the set is empty.
  public @Nullable Long last() {
    return size == 0 ? null : tos[size - 1];
  }

  /// The ranges in ascending order.
  public List<Range> toList() {
    List<Range> ranges = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      ranges.add(new Range(froms[i], tos[i]));
    }
    return List.copyOf(ranges);
  }

  /// A superset of at most `rangesMax` ranges: the narrowest holes are filled first, so it holds as
  /// few numbers too many as can be. For an account of what is missing, never for one of what was
  /// received.
  public Ranges mergedTo(int rangesMax) {
    Ids.requireBetween("rangesMax", rangesMax, 1, Integer.MAX_VALUE);
    Ranges merged = copy();
    if (size <= rangesMax) {
      return merged;
    }
    long[] holes = new long[size - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = froms[i + 1] - tos[i] - 1;
    }
    Arrays.sort(holes);
    int toFill = size - rangesMax;
    long widest = holes[toFill - 1];
    int atWidest = 0;
    for (int i = toFill - 1; i >= 0 && holes[i] == widest; i--) {
      atWidest++;
    }
    merged.size = 0;
    for (int i = 0; i < size; i++) {
      long hole = i == 0 ? Long.MAX_VALUE : froms[i] - tos[i - 1] - 1;
      boolean fill = hole < widest || (hole == widest && atWidest-- > 0);
      if (fill) {
        merged.tos[merged.size - 1] = tos[i];
      } else {
        merged.froms[merged.size] = froms[i];
        merged.tos[merged.size] = tos[i];
        merged.size++;
      }
    }
    return merged;
  }

  /// Index of the first range that ends at `number` or after it.
  private int firstEndingFrom(long number) {
    if (size > 0 && tos[size - 1] < number) {
      return size;
    }
    int found = Arrays.binarySearch(tos, 0, size, number);
    return found >= 0 ? found : -found - 1;
  }

  private void replace(int first, int after, @Nullable Range one, @Nullable Range two) {
    int news = (one == null ? 0 : 1) + (two == null ? 0 : 1);
    int newSize = size - (after - first) + news;
    if (newSize > froms.length) {
      froms = Arrays.copyOf(froms, froms.length * 2);
      tos = Arrays.copyOf(tos, tos.length * 2);
    }
    System.arraycopy(froms, after, froms, first + news, size - after);
    System.arraycopy(tos, after, tos, first + news, size - after);
    int at = first;
    if (one != null) {
      froms[at] = one.from();
      tos[at++] = one.to();
    }
    if (two != null) {
      froms[at] = two.from();
      tos[at] = two.to();
    }
    size = newSize;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ranges ranges && toList().equals(ranges.toList());
  }

  @Override
  public int hashCode() {
    return toList().hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ",").append(froms[i]);
      if (tos[i] != froms[i]) {
        text.append('-').append(tos[i]);
      }
    }
    return text.toString();
  }
}
