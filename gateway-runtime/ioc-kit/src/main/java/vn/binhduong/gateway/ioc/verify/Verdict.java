package vn.binhduong.gateway.ioc.verify;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.ioc.Arrival;

/// The verifier's answer.
///
/// @param streams one for each stream, in order
/// @param contradictions numbers that came twice with different contents
/// @param withoutTruth samples with values that no instrument produced
/// @param neverStored truth rows without a sample, inside an outage: the price of a kill, within
///   the stated loss bound
/// @param lost truth rows without a sample, outside every outage: a silent loss
/// @param silent devices that produced something and of which nothing at all was received
/// @param outages the spans that were passed in
/// @param truthRows how many truth rows there are
public record Verdict(
    List<StreamVerdict> streams,
    List<String> contradictions,
    List<Arrival.Row> withoutTruth,
    List<TruthRow> neverStored,
    List<TruthRow> lost,
    List<String> silent,
    List<Outage> outages,
    long truthRows) {
  private static final int EXAMPLES_MAX = 5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  public Verdict {
    streams = List.copyOf(streams);
    contradictions = List.copyOf(contradictions);
    withoutTruth = List.copyOf(withoutTruth);
    neverStored = List.copyOf(neverStored);
    lost = List.copyOf(lost);
    silent = List.copyOf(silent);
    outages = List.copyOf(outages);
  }

  /// Whether everything is there, as it was measured, and no gap was needed.
  public boolean complete() {
    return reasons().isEmpty();
  }

  /// Why it is not complete, one sentence each; empty if it is.
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    if (streams.isEmpty()) {
      reasons.add("nothing was received");
    }
    for (StreamVerdict stream : streams) {
      String name = stream.stream().device();
      if (stream.missingCount() > 0) {
        reasons.add(
            "%s: %s missing: %s"
                .formatted(name, count(stream.missingCount(), "number"), some(stream.missing())));
      }
      for (var gap : new TreeMap<>(stream.gaps()).entrySet()) {
        reasons.add(
            "%s: gap '%s' was declared for %s".formatted(name, gap.getKey(), some(gap.getValue())));
      }
      if (!stream.ledgerSeen()) {
        reasons.add(
            "%s: no ledger was received, so a lost tail would not show (epoch %s)"
                .formatted(name, stream.stream().epoch()));
      }
      if (stream.overruns() > 0) {
        reasons.add(
            "%s: the gateway refused %s before numbering (overrun)"
                .formatted(name, count(stream.overruns(), "sample")));
      }
    }
    for (String device : silent) {
      reasons.add("%s: measured, but nothing was received".formatted(device));
    }
    contradictions.stream().limit(EXAMPLES_MAX).forEach(reasons::add);
    if (!withoutTruth.isEmpty()) {
      reasons.add(
          "%s received that no instrument produced, such as %s"
              .formatted(count(withoutTruth.size(), "sample"), describe(withoutTruth.getFirst())));
    }
    if (!lost.isEmpty()) {
      TruthRow row = lost.getFirst();
      reasons.add(
          "%s emitted but never stored, outside every outage, such as %s at %s %s"
              .formatted(
                  count(lost.size(), "sample"),
                  row.device(),
                  time(row.timeMillis()),
                  new TreeMap<>(row.values())));
    }
    return reasons;
  }

  /// The whole answer for people: a table, what the outages cost, and the verdict.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    TreeSet<UUID> epochs = new TreeSet<>();
    streams.forEach(stream -> epochs.add(stream.stream().epoch()));
    lines.add(
        "%-14s %5s %7s %7s %8s %6s %6s %6s  %s"
            .formatted(
                "stream", "first", "last", "rows", "missing", "dupl.", "late", "gaps", "truth"));
    for (StreamVerdict stream : streams) {
      lines.add(
          "%-14s %5d %7d %7d %8d %6d %6d %6d  %s"
              .formatted(
                  name(stream, epochs),
                  stream.first(),
                  stream.last(),
                  stream.received(),
                  stream.missingCount(),
                  stream.duplicates(),
                  stream.late(),
                  stream.gappedCount(),
                  truth(stream)));
    }
    long received = streams.stream().mapToLong(StreamVerdict::received).sum();
    long matched = streams.stream().mapToLong(StreamVerdict::matched).sum();
    // What is left are answers that only proved that an instrument is there, when it was opened.
    long probes = truthRows - matched - neverStored.size() - lost.size();
    lines.add(
        "%s in %s, %d of them equal to one of %s%s"
            .formatted(
                count(received, "row"),
                count(streams.size(), "stream"),
                matched,
                count(truthRows - probes, "truth row"),
                probes > 0 ? " (%d more only opened a device)".formatted(probes) : ""));
    neverStoredLines(lines);
    if (complete()) {
      lines.add("COMPLETE: no number missing, no gap needed, every value equals the truth");
    } else {
      lines.add("INCOMPLETE:");
      reasons().forEach(reason -> lines.add("  " + reason));
    }
    return lines;
  }

  private void neverStoredLines(List<String> lines) {
    if (outages.isEmpty()) {
      return;
    }
    lines.add(
        "%s emitted but never stored at %s, inside the stated bound"
            .formatted(
                neverStored.isEmpty() ? "nothing" : count(neverStored.size(), "sample"),
                count(outages.size(), "kill or stop", "kills and stops")));
    for (Outage outage : outages) {
      List<TruthRow> cost =
          neverStored.stream()
              .filter(row -> outage.equals(Outage.after(outages, row).orElse(null)))
              .toList();
      if (!cost.isEmpty()) {
        lines.add(
            "  %s: %d, the oldest %d ms before the signal (%s at %s)"
                .formatted(
                    outage.what(),
                    cost.size(),
                    outage.signalMillis() - cost.getFirst().timeMillis(),
                    cost.getFirst().device(),
                    time(cost.getFirst().timeMillis())));
      }
    }
  }

  private static String name(StreamVerdict stream, TreeSet<UUID> epochs) {
    UUID epoch = stream.stream().epoch();
    String device = stream.stream().device();
    return epochs.size() == 1 ? device : device + "#" + (epochs.headSet(epoch).size() + 1);
  }

  private static String truth(StreamVerdict stream) {
    if (!stream.truthKnown()) {
      return "-";
    }
    StringBuilder text = new StringBuilder("%d equal".formatted(stream.matched()));
    if (stream.withoutValue() > 0) {
      text.append(", %d bad".formatted(stream.withoutValue()));
    }
    if (stream.withoutTruth() > 0) {
      text.append(", %d WRONG".formatted(stream.withoutTruth()));
    }
    return text.toString();
  }

  private static String describe(Arrival.Row row) {
    return "%s number %d at %s %s"
        .formatted(
            row.stream().device(),
            row.number(),
            time(row.timeMillis()),
            new TreeMap<>(row.values()));
  }

  private static String some(List<Range> ranges) {
    List<String> texts = ranges.stream().limit(EXAMPLES_MAX).map(Verdict::text).toList();
    return String.join(", ", texts)
        + (ranges.size() > EXAMPLES_MAX ? ", ... (%d ranges)".formatted(ranges.size()) : "");
  }

  private static String text(Range range) {
    return range.from() == range.to()
        ? Long.toString(range.from())
        : range.from() + ".." + range.to();
  }

  private static String count(long number, String noun) {
    return count(number, noun, noun + "s");
  }

  private static String count(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }
}
