package vn.binhduong.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.PlaceSettings;
import vn.binhduong.gateway.config.ReceiverSettings;
import vn.binhduong.gateway.config.UnitSettings;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.health.Component;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.pipeline.AlarmNews;
import vn.binhduong.gateway.pipeline.AlarmSettings;

/// The satellite receiver of the gateway: where it is, for births and object 6, and how far its
/// clock is off, for people. Health components `place` and `clock`, alarm [#ASTRAY].
///
/// It only tells. The clock is set by nobody here and its state stays what the system says: the
/// sentences of a receiver come up to half a second late, and a sample that is SYNCED is final.
///
/// Thread-safe: samples come on the threads of the links, [#look] on `watch`.
final class Receiver {
  /// The code of the alarm.
  static final String ASTRAY = "place.astray";

  /// Without a fix for this long something is wrong with the antenna.
  static final Duration NO_FIX_MAX = Duration.ofHours(1);

  /// A time that is older tells nothing of now.
  static final Duration TIME_AGE_MAX = Duration.ofMinutes(10);

  /// What the line and the driver may be late by, with room to spare.
  static final Duration CLOCK_OFF_MAX = Duration.ofSeconds(2);

  /// Real-time kinematic; 6 and above are estimated, by hand or simulated.
  private static final double FIX_MAX = 5;

  /// Above this a position may be off by more than a street.
  private static final double DILUTION_MAX = 5;

  private final @Nullable ReceiverSettings settings;
  private final @Nullable PlaceSettings configured;
  private final GatewayClock clock;
  private final HealthBoard health;
  private final Consumer<AlarmNews> alarms;
  private final Runnable moved;
  private final @Nullable Whereabouts whereabouts;
  private final Deque<Told> times = new ArrayDeque<>();
  private BootTime fixedAt;
  private boolean fixed;
  private boolean announce;
  private boolean astray;

  /// A time that the receiver told.
  ///
  /// @param at when
  /// @param time what it said the time was
  private record Told(BootTime at, Instant time) {}

  /// @param unit without a receiver this tells the configured place and nothing else
  /// @param alarms takes the alarm when it begins and ends
  /// @param wasAstray whether the alarm holds already
  /// @param moved is called when another place is told, on the thread of [#look]
  Receiver(
      UnitSettings unit,
      GatewayClock clock,
      HealthBoard health,
      Consumer<AlarmNews> alarms,
      boolean wasAstray,
      Runnable moved) {
    this.settings = unit.receiver();
    this.configured = unit.place();
    this.clock = clock;
    this.health = health;
    this.alarms = alarms;
    this.moved = moved;
    this.astray = wasAstray;
    this.fixedAt = clock.now();
    this.whereabouts =
        settings == null
            ? null
            : new Whereabouts(
                settings,
                configured == null
                    ? null
                    : new Position(configured.latitude(), configured.longitude()),
                wasAstray);
  }

  /// Where the gateway is; null where nobody knows.
  synchronized @Nullable PlaceSettings place() {
    PlaceSettings known = configured;
    return told()
        .map(
            told ->
                new PlaceSettings(
                    rounded(told.position().latitude()),
                    rounded(told.position().longitude()),
                    known == null ? null : known.height(),
                    known == null ? null : known.name()))
        .orElse(known);
  }

  /// To a tenth of a metre.
  private static double rounded(double degrees) {
    return Math.round(degrees * 1e6) / 1e6;
  }

  /// When that was measured; empty for a configured place.
  synchronized Optional<BootTime> measuredAt() {
    return told().map(Whereabouts.Told::at);
  }

  private Optional<Whereabouts.Told> told() {
    return whereabouts == null ? Optional.empty() : whereabouts.told();
  }

  /// A sample of any device.
  synchronized void accept(Sample sample) {
    if (settings == null || whereabouts == null || !sample.device().equals(settings.device())) {
      return;
    }
    OptionalDouble offset = good(sample, "clock_offset");
    if (offset.isPresent()) {
      Instant time = clock.steady(sample.at()).plusMillis(Math.round(offset.getAsDouble() * 1000));
      times.addLast(new Told(sample.at(), time));
      if (times.size() > Whereabouts.FIXES) {
        times.removeFirst();
      }
    }
    OptionalDouble latitude = good(sample, "latitude");
    OptionalDouble longitude = good(sample, "longitude");
    if (latitude.isPresent()
        && longitude.isPresent()
        && Math.abs(latitude.getAsDouble()) <= 90
        && Math.abs(longitude.getAsDouble()) <= 180
        && within(sample, "fix", 1, FIX_MAX)
        && within(sample, "hdop", 0, DILUTION_MAX)) {
      fixed = true;
      fixedAt = sample.at();
      announce |=
          whereabouts.fix(
              new Position(latitude.getAsDouble(), longitude.getAsDouble()), sample.at());
    }
  }

  private static Optional<Reading> reading(Sample sample, String channel) {
    return sample.readings().stream()
        .filter(reading -> reading.channel().name().equals(channel))
        .findFirst();
  }

  private static OptionalDouble good(Sample sample, String channel) {
    return reading(sample, channel)
        .filter(reading -> reading.quality() == Quality.GOOD)
        .map(reading -> OptionalDouble.of(reading.value()))
        .orElse(OptionalDouble.empty());
  }

  /// Whether a channel is good and within bounds; one that the device does not have is.
  private static boolean within(Sample sample, String channel, double least, double most) {
    return reading(sample, channel)
        .map(
            reading ->
                reading.quality() == Quality.GOOD
                    && reading.value() >= least
                    && reading.value() <= most)
        .orElse(true);
  }

  /// Tells what has changed. Once a second.
  void look() {
    boolean tell;
    synchronized (this) {
      if (settings == null || whereabouts == null) {
        return;
      }
      lookAtPlace(settings, whereabouts);
      lookAtClock(settings);
      tell = announce;
      announce = false;
    }
    if (tell) {
      moved.run();
    }
  }

  private void lookAtPlace(ReceiverSettings settings, Whereabouts whereabouts) {
    Component component = health.component("place");
    boolean now = whereabouts.astray();
    String away =
        whereabouts.metresAway().isPresent()
            ? "%.0f m from the configured place".formatted(whereabouts.metresAway().getAsDouble())
            : configured == null
                ? "no place is configured"
                : "how far it is from its place is not known yet";
    if (now != astray) {
      astray = now;
      alarms.accept(
          new AlarmNews(
              settings.device(),
              ASTRAY,
              AlarmSettings.Severity.WARNING,
              now,
              "the gateway is " + away));
    }
    Duration without = since(fixedAt);
    if (without.compareTo(NO_FIX_MAX) > 0) {
      component.set(
          HealthState.DEGRADED,
          "%s: no fix for %d min".formatted(settings.device(), without.toMinutes()));
    } else if (now) {
      component.set(HealthState.DEGRADED, "%s: %s".formatted(settings.device(), away));
    } else if (!fixed) {
      component.quiet("%s: no fix yet".formatted(settings.device()));
    } else {
      component.set(HealthState.OK, "%s: %s".formatted(settings.device(), away));
    }
  }

  private void lookAtClock(ReceiverSettings settings) {
    Component component = health.component("clock");
    if (times.isEmpty() || since(times.getLast().at).compareTo(TIME_AGE_MAX) > 0) {
      component.quiet("%s tells no time".formatted(settings.device()));
      return;
    }
    long aheadMillis =
        times.stream()
            .mapToLong(told -> clock.wall(told.at).epochMillis() - told.time.toEpochMilli())
            .sorted()
            .skip(times.size() / 2)
            .findFirst()
            .orElseThrow();
    Hint hint =
        hint(
            clock.state() == ClockState.SYNCED
                ? "synchronised (%s)".formatted(clock.source())
                : "not synchronised",
            aheadMillis,
            settings.device());
    component.set(hint.state, hint.text);
  }

  /// What is told of the clock.
  ///
  /// @param state of the component
  /// @param text for people
  record Hint(HealthState state, String text) {}

  /// What a deviation means.
  ///
  /// @param known how the time is known, in words
  /// @param aheadMillis time of the gateway minus that of the receiver
  static Hint hint(String known, long aheadMillis, String device) {
    return Math.abs(aheadMillis) > CLOCK_OFF_MAX.toMillis()
        ? new Hint(
            HealthState.DEGRADED,
            String.format(
                Locale.ROOT,
                "%s; the clock is %.1f s %s %s",
                known,
                Math.abs(aheadMillis) / 1000.0,
                aheadMillis > 0 ? "ahead of" : "behind",
                device))
        : new Hint(
            HealthState.OK,
            "%s; agrees with %s within %d s".formatted(known, device, CLOCK_OFF_MAX.toSeconds()));
  }

  private Duration since(BootTime at) {
    return Duration.ofNanos(clock.now().nanos() - at.nanos());
  }
}
