package vn.binhduong.gateway.ioc.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.ioc.Arrival;

/// Received samples beside truth rows: same device, exactly equal values, times within a tolerance,
/// each truth row used at most once.
///
/// Within equal values both sides are taken in the order of time, and a sample takes the earliest
/// truth row in its reach; with one tolerance for all this finds as many pairs as there are.
///
/// @param matched samples with their truth
/// @param withoutValue samples in which every reading is bad: the gateway's own statement that an
///   instrument did not answer, which no instrument has produced
/// @param withoutTruth samples with values that no instrument produced
/// @param neverStored truth rows that no sample carries, but should
record TruthMatch(
    List<Arrival.Row> matched,
    List<Arrival.Row> withoutValue,
    List<Arrival.Row> withoutTruth,
    List<TruthRow> neverStored) {

  private record Content(String device, Map<String, Double> values) {}

  static TruthMatch of(List<Arrival.Row> rows, List<TruthRow> truth, long toleranceMillis) {
    Map<Content, Deque<TruthRow>> unused = new HashMap<>();
    truth.stream()
        .sorted(Comparator.comparingLong(TruthRow::timeMillis))
        .forEach(
            row ->
                unused
                    .computeIfAbsent(
                        new Content(row.device(), row.values()), content -> new ArrayDeque<>())
                    .addLast(row));
    List<Arrival.Row> matched = new ArrayList<>();
    List<Arrival.Row> withoutValue = new ArrayList<>();
    List<Arrival.Row> withoutTruth = new ArrayList<>();
    rows.stream()
        .sorted(Comparator.comparingLong(Arrival.Row::timeMillis))
        .forEach(
            row -> {
              if (take(
                  unused.get(new Content(row.stream().device(), row.values())),
                  row,
                  toleranceMillis)) {
                matched.add(row);
              } else if (row.values().isEmpty()) {
                withoutValue.add(row);
              } else {
                withoutTruth.add(row);
              }
            });
    List<TruthRow> neverStored = new ArrayList<>();
    unused.values().forEach(neverStored::addAll);
    neverStored.removeIf(TruthRow::probe);
    neverStored.sort(Comparator.comparingLong(TruthRow::timeMillis));
    return new TruthMatch(matched, withoutValue, withoutTruth, neverStored);
  }

  private static boolean take(
      @Nullable Deque<TruthRow> candidates, Arrival.Row row, long toleranceMillis) {
    if (candidates == null) {
      return false;
    }
    TruthRow chosen = null;
    for (TruthRow candidate : candidates) {
      long difference = candidate.timeMillis() - row.timeMillis();
      if (difference > toleranceMillis) {
        break;
      }
      // A probe is taken only where there is nothing else, so that it never stands for a loss.
      if (difference >= -toleranceMillis && (chosen == null || chosen.probe())) {
        chosen = chosen == null || !candidate.probe() ? candidate : chosen;
      }
    }
    return chosen != null && candidates.remove(chosen);
  }
}
