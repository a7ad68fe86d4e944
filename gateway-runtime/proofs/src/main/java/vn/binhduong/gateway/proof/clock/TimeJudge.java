package vn.binhduong.gateway.proof.clock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.StreamKey;

/// Lays the times that arrived beside the instants at which the instruments answered. Pure.
final class TimeJudge {
  /// Greatest error of a time that is not marked, milliseconds.
  static final long ERROR_MILLIS_MAX = 100;

  private TimeJudge() {}

  /// A sample that arrived, and when it was really measured.
  ///
  /// @param row as it arrived
  /// @param servedNanos when the instrument answered, of [ScriptedClock#now]
  /// @param errorMillis its time minus the true one
  record Judged(Arrival.Row row, long servedNanos, double errorMillis) {
    /// Whether the IOC is told that this is an estimate.
    boolean marked() {
      return !row.clock().equals("SYNCED");
    }

    /// When it arrived, of [ScriptedClock#now].
    long receivedNanos() {
      return Scene.nanos(row.receivedMillis());
    }
  }

  /// Every arrival of a sample whose answer is known, in the order of arrival; repetitions too.
  ///
  /// @param truthMillis true time at an instant
  static List<Judged> judge(
      List<Arrival> arrivals, List<Counters.Served> served, LongToDoubleFunction truthMillis) {
    Map<String, Long> instants = new HashMap<>();
    served.forEach(s -> instants.put(key(s.device(), s.count()), s.nanos()));
    List<Judged> judged = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (arrival instanceof Arrival.Row row && row.values().containsKey("count")) {
        Long nanos =
            instants.get(key(row.stream().device(), row.values().get("count").longValue()));
        if (nanos != null) {
          judged.add(new Judged(row, nanos, row.timeMillis() - truthMillis.applyAsDouble(nanos)));
        }
      }
    }
    return judged;
  }

  /// Numbers whose time was final and then came with another one.
  static List<String> rewritten(List<Judged> judged) {
    Map<String, Long> finals = new HashMap<>();
    List<String> rewritten = new ArrayList<>();
    for (Judged sample : judged) {
      StreamKey stream = sample.row().stream();
      Long before =
          sample.marked()
              ? null
              : finals.putIfAbsent(
                  stream.epoch() + key(stream.device(), sample.row().number()),
                  sample.row().timeMillis());
      if (before != null && before != sample.row().timeMillis()) {
        rewritten.add(
            "%s %d: final at %d, then at %d"
                .formatted(
                    stream.device(), sample.row().number(), before, sample.row().timeMillis()));
      }
    }
    return rewritten;
  }

  private static String key(String device, long number) {
    return device + "/" + number;
  }
}
