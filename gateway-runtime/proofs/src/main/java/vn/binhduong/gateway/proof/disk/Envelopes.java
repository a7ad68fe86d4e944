package vn.binhduong.gateway.proof.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Judges rows of [Field]s as they come: a row as measured must be exactly the truth; a condensed
/// one must hold the least, the greatest and the mean of exactly the samples it says it holds, of
/// one interval, at the time of the last of them. Not thread-safe.
final class Envelopes {
  private static final int WRONG_MAX = 20;
  private static final long HOUR_MILLIS = 3_600_000;

  private final Map<String, Field> fields = new HashMap<>();
  private final Map<String, TreeMap<Long, Long>> covered = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private long asMeasured;
  private long condensed;
  private long within;
  private long wrongs;

  Envelopes(List<Field> fields) {
    fields.forEach(field -> this.fields.put(field.device(), field));
  }

  /// A row that was received, or read from a store.
  void row(String device, long timeMillis, Map<String, Double> values) {
    Field field = fields.get(device);
    if (field == null) {
      return;
    }
    String problem =
        values.containsKey(Field.INDEX + ".n")
            ? condensed(field, timeMillis, values)
            : measured(field, timeMillis, values);
    if (problem != null) {
      wrong("%s at %d: %s".formatted(device, timeMillis, problem));
    }
  }

  private @Nullable String measured(Field field, long timeMillis, Map<String, Double> values) {
    asMeasured++;
    long k = values.getOrDefault(Field.INDEX, -1.0).longValue();
    if (timeMillis != field.timeMillis(k)) {
      return "sample %d should be of %d".formatted(k, field.timeMillis(k));
    }
    for (int c = 0; c < field.channels(); c++) {
      Double value = values.get(Field.name(c));
      if (value == null || value != field.value(c, k)) {
        return "sample %d, %s: expected %s, found %s"
            .formatted(k, Field.name(c), field.value(c, k), value);
      }
    }
    return cover(field.device(), k, k);
  }

  private @Nullable String condensed(Field field, long timeMillis, Map<String, Double> values) {
    condensed++;
    if (!field.condensable()) {
      return "samples of a device that speaks by itself were condensed";
    }
    long n = at(values, Field.INDEX + ".n").longValue();
    long from = at(values, Field.INDEX + ".min").longValue();
    long to = at(values, Field.INDEX + ".max").longValue();
    within += n;
    if (n != to - from + 1) {
      return "%d samples of %d to %d".formatted(n, from, to);
    }
    if (timeMillis != field.timeMillis(to)) {
      return "samples to %d should be of %d".formatted(to, field.timeMillis(to));
    }
    if (field.timeMillis(from) / HOUR_MILLIS != timeMillis / HOUR_MILLIS) {
      return "samples %d to %d are not of one hour".formatted(from, to);
    }
    for (int c = 0; c < field.channels(); c++) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (long k = from; k <= to; k++) {
        double value = field.value(c, k);
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
      }
      String name = Field.name(c);
      if (at(values, name + ".min") != min
          || at(values, name + ".max") != max
          || Math.abs(at(values, name) - sum / n) > 1e-6
          || at(values, name + ".n") != n) {
        return "samples %d to %d, %s: expected %s <= %s <= %s, found %s <= %s <= %s"
            .formatted(
                from,
                to,
                name,
                min,
                sum / n,
                max,
                values.get(name + ".min"),
                values.get(name),
                values.get(name + ".max"));
      }
    }
    return cover(field.device(), from, to);
  }

  private static Double at(Map<String, Double> values, String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  /// The same samples may come again, whole; never in other company.
  private @Nullable String cover(String device, long from, long to) {
    TreeMap<Long, Long> ranges = covered.computeIfAbsent(device, d -> new TreeMap<>());
    Long known = ranges.get(from);
    if (known != null && known == to) {
      return null;
    }
    Map.Entry<Long, Long> before = ranges.floorEntry(to);
    if (before != null && before.getValue() >= from) {
      return "samples %d to %d came before within %d to %d"
          .formatted(from, to, before.getKey(), before.getValue());
    }
    ranges.put(from, to);
    return null;
  }

  private void wrong(String text) {
    wrongs++;
    if (wrong.size() < WRONG_MAX) {
      wrong.add(text);
    }
  }

  /// How many samples of `1..last` are in no row, from the first that is in one on: holes. What is
  /// missing before that was dropped as the oldest.
  long holes(String device, long last) {
    long holes = 0;
    long next = 0;
    for (Map.Entry<Long, Long> range : covered.getOrDefault(device, new TreeMap<>()).entrySet()) {
      if (next > 0) {
        holes += range.getKey() - next;
      }
      next = range.getValue() + 1;
    }
    return next == 0 ? 0 : holes + last + 1 - next;
  }

  /// The first sample of a device that is in a row; 0 when none is.
  long first(String device) {
    TreeMap<Long, Long> ranges = covered.get(device);
    return ranges == null || ranges.isEmpty() ? 0 : ranges.firstKey();
  }

  /// Rows as they were measured.
  long asMeasured() {
    return asMeasured;
  }

  /// Condensed rows.
  long condensed() {
    return condensed;
  }

  /// Samples that condensed rows hold.
  long within() {
    return within;
  }

  /// How many rows were wrong.
  long wrongs() {
    return wrongs;
  }

  /// The first of what was wrong.
  List<String> wrong() {
    return List.copyOf(wrong);
  }
}
