package vn.binhduong.gateway.proof.clock;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.standin.LinkProxy;

/// The cases about boots without a clock: 1970, several boots of which some never learn the time,
/// and TLS before the time is known.
///
/// @param brief whether seconds stand for minutes
record Boots(boolean brief) {
  private static final Instant TRUTH = Instant.parse("2026-12-24T08:15:00Z");

  /// What a board without a battery shows after the kernel has come up.
  private static final Instant NO_CLOCK = Instant.parse("1970-01-01T00:00:09Z");

  /// Samples are sent so much later at most than the moment at which they may be.
  private static final double SENT_SECONDS_MAX = 3;

  /// An uplink that only lacks the time is there so soon after it.
  private static final double CONNECT_SECONDS_MAX = 5;

  /// The longest wait between two attempts of a broker that ended the connection, as it is set.
  private static final double RECONNECT_SECONDS_MAX = 30;

  private double seconds(double briefly, double atLength) {
    return brief ? briefly : atLength;
  }

  /// Ten minutes of samples in 1970, then a jump of 56 years.
  void noClock(Scene scene) throws IOException, InterruptedException {
    double hold = seconds(11, 120);
    scene.set("unsynced-hold", (int) hold + "s");
    scene.set("refresh", "1min"); // the link is idle while samples are held
    scene.clock.truth(TRUTH);
    scene.clock.show(NO_CLOCK, false);
    scene.boot();
    scene.sleep(3);
    scene.fault("step back of an unsynchronised clock");
    scene.clock.show(Instant.EPOCH, false);
    scene.sleep(seconds(17, 597));
    scene.fault("jump of 56 years");
    long set = ScriptedClock.now();
    scene.clock.showTruth(true);
    scene.sleep(seconds(4, 20));

    List<TimeJudge.Judged> judged = scene.close(1);
    long before = 0;
    long corrected = 0;
    double heldMin = Double.MAX_VALUE;
    double heldMax = 0;
    long firstAfter = Long.MAX_VALUE;
    for (TimeJudge.Judged sample : judged) {
      double heldSeconds = (sample.receivedNanos() - sample.servedNanos()) / 1e9;
      if (sample.receivedNanos() < set) {
        before++;
        heldMin = Math.min(heldMin, heldSeconds);
        heldMax = Math.max(heldMax, heldSeconds);
        if (!sample.row().clock().equals("UNSYNCED")) {
          scene.wrong("a sample is %s before the clock was set", sample.row().clock());
        }
      } else {
        firstAfter = Math.min(firstAfter, sample.receivedNanos());
        if (sample.servedNanos() < set && !sample.row().clock().equals("UNSYNCED")) {
          corrected++;
          if (scene.beyond(sample, sample.errorMillis(), 2 * TimeJudge.ERROR_MILLIS_MAX)) {
            scene.wrong("a corrected time is off by %.0f ms", sample.errorMillis());
          }
        } else if (sample.row().clock().equals("UNSYNCED")
            && sample.receivedNanos() > set + Scene.seconds(SENT_SECONDS_MAX)) {
          scene.wrong("a sample is still UNSYNCED %.1f s after the clock was set", heldSeconds);
        }
      }
    }
    if (before == 0 || heldMin < hold - 0.1 || heldMax > hold + SENT_SECONDS_MAX) {
      scene.wrong(
          "expected samples held for %.0f to %.0f s, found %d held for %.1f to %.1f s",
          hold, hold + SENT_SECONDS_MAX, before, heldMin, heldMax);
    }
    double released = (firstAfter - set) / 1e9;
    if (corrected < (hold - SENT_SECONDS_MAX) * 5 || released > SENT_SECONDS_MAX) {
      scene.wrong(
          "expected the held samples corrected within %.0f s, found %d, the first after %.1f s",
          SENT_SECONDS_MAX, corrected, released);
    }
    eventsWereNotHeld(scene, judged, set, hold);
    clockEvent(scene, 1);
    scene.note(
        "%d samples sent marked after %.1f to %.1f s, %d corrected, the first %.1f s after the sync",
        before, heldMin, heldMax, corrected, released);
  }

  /// The event of the absent device was there long before any sample.
  private static void eventsWereNotHeld(
      Scene scene, List<TimeJudge.Judged> judged, long set, double hold) {
    long firstSample = judged.stream().mapToLong(TimeJudge.Judged::servedNanos).min().orElse(set);
    double after =
        scene.events("sensor").stream()
            .mapToDouble(event -> (Scene.nanos(event.receivedMillis()) - firstSample) / 1e9)
            .min()
            .orElse(Double.MAX_VALUE);
    if (after > hold - 2) {
      scene.wrong("expected an event while samples are held, found the first after %.1f s", after);
    }
  }

  private static void clockEvent(Scene scene, int least) {
    List<Arrival.Event> events = scene.events("clock");
    if (events.stream().filter(event -> event.json().contains("SYNCED")).count() < least) {
      scene.wrong("expected %d or more clock events, found %s", least, events);
    }
  }

  /// Four boots without a link: one never learns the time, one learns it and dies at once, one
  /// never learns it, one sends everything and learns it later.
  void reboots(Scene scene) throws IOException, InterruptedException {
    scene.set("unsynced-hold", "1min");
    scene.clock.truth(TRUTH);
    scene.link.cut(LinkProxy.Cut.RESET);
    scene.clock.show(NO_CLOCK, false);
    long[] begins = new long[4];
    begins[0] = ScriptedClock.now();
    scene.boot();
    scene.sleep(seconds(7, 60));
    scene.cutPower();

    scene.clock.show(NO_CLOCK, false);
    begins[1] = ScriptedClock.now();
    scene.boot();
    scene.sleep(seconds(6, 60));
    scene.clock.showTruth(true);
    scene.fault("sync just before a power cut");
    scene.sleep(2.5);
    scene.cutPower();

    scene.sleep(2);
    scene.clock.show(NO_CLOCK, false);
    begins[2] = ScriptedClock.now();
    scene.boot();
    scene.sleep(seconds(7, 60));
    scene.cutPower();

    scene.clock.show(NO_CLOCK, false);
    begins[3] = ScriptedClock.now();
    scene.boot();
    scene.sleep(4);
    scene.link.restore();
    scene.sleep(4);
    scene.fault("sync of the last of four boots");
    scene.clock.showTruth(true);
    scene.sleep(4);

    List<TimeJudge.Judged> judged = scene.close(1);
    List<List<TimeJudge.Judged>> boots = new ArrayList<>();
    for (int boot = 0; boot < begins.length; boot++) {
      long from = begins[boot];
      long to = boot + 1 < begins.length ? begins[boot + 1] : Long.MAX_VALUE;
      boots.add(
          judged.stream()
              .filter(sample -> sample.servedNanos() >= from && sample.servedNanos() < to)
              .toList());
    }
    Set<String> never = Set.of("UNSYNCED");
    Set<String> later = Set.of("ESTIMATED", "SYNCED");
    for (int boot = 0; boot < boots.size(); boot++) {
      boolean learnt = boot % 2 == 1;
      Set<String> states =
          boots.get(boot).stream()
              .map(sample -> sample.row().clock())
              .collect(Collectors.toCollection(TreeSet::new));
      if (!states.equals(learnt ? later : never)) {
        scene.wrong("boot %d: found the states %s", boot + 1, states);
      }
      // A boot that never learns the time is wrong, but each of its samples by as much.
      double usual = learnt ? 0 : usualError(boots.get(boot));
      double most = (learnt ? 2 : 1) * TimeJudge.ERROR_MILLIS_MAX;
      for (TimeJudge.Judged sample : boots.get(boot)) {
        double off = sample.errorMillis() - usual;
        if (scene.beyond(sample, off, most)) {
          scene.wrong(
              "boot %d %s the time, but a %s sample is off by %.0f ms%s",
              boot + 1,
              learnt ? "learnt" : "never learnt",
              sample.row().clock(),
              off,
              learnt ? "" : " beside the others");
        }
      }
    }
    // The third boot counts from the last time of the second: behind by the time without power.
    double behindSeconds = -usualError(boots.get(2)) / 1e3;
    if (behindSeconds < -12 || behindSeconds > 12) {
      scene.wrong("boot 3 counts from the last known time, but is behind by %.1f s", behindSeconds);
    }
    clockEvent(scene, 2);
    scene.note("boot 3 never learnt the time and was behind by %.1f s", behindSeconds);
  }

  /// Median error of the times of one boot, milliseconds.
  private static double usualError(List<TimeJudge.Judged> boot) {
    return boot.stream()
        .mapToDouble(TimeJudge.Judged::errorMillis)
        .sorted()
        .skip(boot.size() / 2)
        .findFirst()
        .orElse(Double.NaN);
  }

  /// The broker's certificate begins years after 1970 and after this program was built.
  void tls(Scene scene) throws IOException, InterruptedException {
    Instant truth = Certificates.SOME_MONTHS.from().plus(Duration.ofDays(1));
    scene.set("unsynced-hold", "1min");
    scene.set("reconnect-max", (int) RECONNECT_SECONDS_MAX + "s"); // not waited for after a sync
    scene.clock.truth(truth);
    scene.clock.show(NO_CLOCK, false);
    scene.boot();
    scene.fault("TLS with a clock in 1970");
    scene.sleep(seconds(12, 90));
    says(
        scene,
        "before the sync",
        CONNECT_SECONDS_MAX,
        "not valid yet",
        "clock of this gateway is not set");
    long set = ScriptedClock.now();
    scene.clock.showTruth(true);
    double connected = awaitFirst(scene, set);
    if (connected > CONNECT_SECONDS_MAX) {
      scene.wrong("the first sample came %.1f s after the sync", connected);
    }
    scene.sleep(11); // so that the next step is one of a quiet clock

    scene.fault("expired certificate under a set clock");
    Duration ahead = Duration.between(truth, Certificates.SOME_MONTHS.to()).plusDays(5);
    scene.clock.step(ahead, true);
    scene.link.cut(LinkProxy.Cut.RESET);
    scene.sleep(1.5);
    scene.link.restore();
    // How long it waits after the attempts that met the cut link is a matter of chance.
    says(
        scene,
        "after the end of the certificate",
        RECONNECT_SECONDS_MAX + CONNECT_SECONDS_MAX,
        "has expired",
        "clock of this gateway is set");
    scene.sleep(5);
    scene.clock.step(ahead.negated(), true);
    scene.sleep(6);
    scene.close(2);
    scene.note("the first sample came %.1f s after the sync", connected);
  }

  private static double awaitFirst(Scene scene, long set) throws InterruptedException {
    while (scene.desk.rows() == 0 && ScriptedClock.now() < set + Scene.seconds(30)) {
      scene.sleep(0.02);
    }
    return (ScriptedClock.now() - set) / 1e9;
  }

  /// Status, health and log name the reason, at most so much later.
  private static void says(Scene scene, String when, double secondsMax, String... words)
      throws IOException, InterruptedException {
    long end = ScriptedClock.now() + Scene.seconds(secondsMax);
    List<String> missing = missing(scene, words);
    while (!missing.isEmpty() && ScriptedClock.now() < end) {
      scene.sleep(0.2);
      missing = missing(scene, words);
    }
    missing.forEach(text -> scene.wrong("%s: %s", when, text));
  }

  private static List<String> missing(Scene scene, String... words)
      throws IOException, InterruptedException {
    JsonNode status = scene.status();
    String shown = status.path("uplink").path("lastError").asText();
    String health =
        StreamSupport.stream(status.path("health").spliterator(), false)
            .filter(component -> component.path("component").asText().equals("uplink"))
            .map(component -> component.path("message").asText())
            .findFirst()
            .orElse("");
    List<String> missing = new ArrayList<>();
    if (!health.contains(shown)) {
      missing.add(
          "expected one reason in status and health, found '%s' and '%s'".formatted(shown, health));
    }
    for (String word : words) {
      if (!shown.contains(word) || !health.contains(word) || !scene.log().contains(word)) {
        missing.add(
            "expected '%s' in status, health and log, found '%s' and '%s'"
                .formatted(word, shown, health));
      }
    }
    return missing;
  }
}
