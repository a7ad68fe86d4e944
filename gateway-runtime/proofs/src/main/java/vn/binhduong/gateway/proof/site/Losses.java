package vn.binhduong.gateway.proof.site;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import vn.binhduong.gateway.ioc.verify.TruthRow;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Stored;

/// What one life of the gateway emitted and did not commit. Pure.
public final class Losses {
  private Losses() {}

  private record Content(String device, Map<String, Double> values) {}

  /// The rows that no stored sample carries: same device, equal values, times within a tolerance,
  /// each sample used once.
  ///
  /// @param emitted in the order of time for each device
  /// @param stored what the store holds after the kill
  /// @param wallMillis time of a sample, milliseconds since 1970
  public static List<TruthRow> of(
      List<TruthRow> emitted,
      List<Stored> stored,
      ToLongFunction<BootTime> wallMillis,
      long toleranceMillis) {
    Map<Content, Deque<Long>> samples = new HashMap<>();
    for (Stored entry : stored) {
      if (entry.entry() instanceof Sample sample) {
        samples
            .computeIfAbsent(
                new Content(sample.device(), Map.copyOf(Book.values(sample))),
                content -> new ArrayDeque<>())
            .addLast(wallMillis.applyAsLong(sample.at()));
      }
    }
    List<TruthRow> lost = new ArrayList<>();
    for (TruthRow row : emitted) {
      if (!take(samples.get(new Content(row.device(), row.values())), row, toleranceMillis)) {
        lost.add(row);
      }
    }
    return lost;
  }

  private static boolean take(
      @org.jspecify.annotations.Nullable Deque<Long> times, TruthRow row, long toleranceMillis) {
    while (times != null && !times.isEmpty()) {
      long difference = times.getFirst() - row.timeMillis();
      if (difference > toleranceMillis) {
        return false;
      }
      times.removeFirst();
      if (difference >= -toleranceMillis) {
        return true;
      }
    }
    return false;
  }

  /// How old the oldest of these was when the gateway was told to die, milliseconds; 0 for none.
  public static long oldestMillis(List<TruthRow> lost, long signalMillis) {
    return lost.stream().mapToLong(row -> signalMillis - row.timeMillis()).max().orElse(0);
  }
}
