package vn.binhduong.gateway.ioc.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.StreamAccount;
import vn.binhduong.gateway.ioc.StreamKey;

/// Judges a recording: is every number there, did no gap have to be declared, and is every value
/// what the instrument really produced?
///
/// Numbers alone prove that nothing was lost after it was numbered. The truth log proves the rest:
/// that nothing was lost between the instrument and the number, and that nothing was altered. Pure
/// and single-threaded.
public final class Verifier {
  private static final String FINAL = "SYNCED";

  private final long toleranceMillis;

  /// A verifier.
  ///
  /// @param toleranceMillis how far the time of a sample and of its truth row may be apart: the
  ///   duration of one poll plus the difference of two clocks of one machine
  public Verifier(long toleranceMillis) {
    if (toleranceMillis < 0) {
      throw new IllegalArgumentException(
          "tolerance: expected 0 ms or more, found " + toleranceMillis);
    }
    this.toleranceMillis = toleranceMillis;
  }

  /// The verdict over everything that arrived.
  ///
  /// @param arrivals in the order of arrival, duplicates included
  /// @param truth what the instruments produced, in any order; devices that have no truth row at
  ///   all are judged by their numbers only
  /// @param outages spans in which emitted samples may have been lost before they were stored
  public Verdict judge(List<Arrival> arrivals, List<TruthRow> truth, List<Outage> outages) {
    Map<StreamKey, StreamAccount> accounts = new TreeMap<>();
    Map<StreamKey, Map<Long, Arrival.Row>> rows = new TreeMap<>();
    List<String> contradictions = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      StreamAccount account = accounts.computeIfAbsent(arrival.stream(), StreamAccount::new);
      account.enter(arrival);
      if (arrival instanceof Arrival.Row row) {
        Map<Long, Arrival.Row> byNumber =
            rows.computeIfAbsent(row.stream(), key -> new TreeMap<>());
        Arrival.Row earlier = byNumber.putIfAbsent(row.number(), row);
        if (earlier != null && !earlier.clock().equals(FINAL)) {
          byNumber.put(row.number(), row);
        }
        if (earlier != null && !sameSample(earlier, row)) {
          contradictions.add(
              "%s number %d came with two different contents: %s, then %s"
                  .formatted(row.stream().device(), row.number(), content(earlier), content(row)));
        }
      }
    }
    return verdict(accounts, rows, contradictions, truth, outages);
  }

  private Verdict verdict(
      Map<StreamKey, StreamAccount> accounts,
      Map<StreamKey, Map<Long, Arrival.Row>> rows,
      List<String> contradictions,
      List<TruthRow> truth,
      List<Outage> outages) {
    Set<String> judged = new TreeSet<>();
    truth.forEach(row -> judged.add(row.device()));
    List<Arrival.Row> toMatch = new ArrayList<>();
    rows.values().forEach(byNumber -> toMatch.addAll(byNumber.values()));
    toMatch.removeIf(row -> !judged.contains(row.stream().device()));
    TruthMatch match = TruthMatch.of(toMatch, truth, toleranceMillis);

    Map<StreamKey, Long> matched = new HashMap<>();
    match.matched().forEach(row -> matched.merge(row.stream(), 1L, Long::sum));
    Map<StreamKey, Long> bad = new HashMap<>();
    match.withoutValue().forEach(row -> bad.merge(row.stream(), 1L, Long::sum));
    Map<StreamKey, Long> wrong = new HashMap<>();
    match.withoutTruth().forEach(row -> wrong.merge(row.stream(), 1L, Long::sum));

    List<StreamVerdict> streams = new ArrayList<>();
    for (StreamAccount account : accounts.values()) {
      StreamKey key = account.stream();
      streams.add(
          new StreamVerdict(
              key,
              account.firstReceived(),
              Math.max(account.lastReceived(), account.last()),
              account.receivedCount(),
              account.missing(),
              account.duplicates(),
              account.late(),
              account.gaps(),
              account.ledgerSeen(),
              judged.contains(key.device()),
              matched.getOrDefault(key, 0L),
              bad.getOrDefault(key, 0L),
              wrong.getOrDefault(key, 0L),
              account.ledgerOverruns()));
    }
    List<TruthRow> excused = new ArrayList<>();
    List<TruthRow> lost = new ArrayList<>();
    for (TruthRow row : match.neverStored()) {
      boolean covered =
          Outage.after(outages, row).filter(outage -> outage.covers(row.timeMillis())).isPresent();
      (covered ? excused : lost).add(row);
    }
    Set<String> silent = new TreeSet<>(judged);
    streams.forEach(stream -> silent.remove(stream.stream().device()));
    return new Verdict(
        streams,
        contradictions,
        match.withoutTruth(),
        excused,
        lost,
        List.copyOf(silent),
        outages,
        truth.size());
  }

  /// A time that is not SYNCED is an estimate, and may come better when the sample comes again.
  private static boolean sameSample(Arrival.Row a, Arrival.Row b) {
    boolean bothFinal = a.clock().equals(FINAL) && b.clock().equals(FINAL);
    return (!bothFinal || a.timeMillis() == b.timeMillis())
        && a.values().equals(b.values())
        && a.quality().equals(b.quality());
  }

  private static String content(Arrival.Row row) {
    return "t=%d %s %s"
        .formatted(row.timeMillis(), new TreeMap<>(row.values()), new TreeMap<>(row.quality()));
  }
}
