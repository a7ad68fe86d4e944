package vn.binhduong.gateway.pipeline;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.pipeline.AlarmState.Finding;
import vn.binhduong.gateway.settings.Durations;

/// The threshold alarms of one device. Pure but for a warning of a unit that does not fit.
///
/// A reading that is outside its plausible range still raises an alarm: a flood that was thought
/// impossible is a flood. One that is taken while the instrument is calibrated does not.
final class Alarms {
  private static final System.Logger LOG = System.getLogger(Alarms.class.getName());

  private final String device;
  private final List<One> all = new ArrayList<>();
  private final Consumer<AlarmNews> news;

  private static final class One {
    private final String code;
    private final AlarmSettings settings;
    private AlarmState state;
    private boolean warned;

    One(String code, AlarmSettings settings, AlarmState state) {
      this.code = code;
      this.settings = settings;
      this.state = state;
    }
  }

  /// @param settings by code
  /// @param held codes of those that held when the process before this one ended
  Alarms(
      String device,
      Map<String, AlarmSettings> settings,
      Set<String> held,
      Consumer<AlarmNews> news) {
    this.device = device;
    this.news = news;
    settings.forEach(
        (code, each) ->
            all.add(
                new One(
                    code,
                    each,
                    held.contains(code) ? new AlarmState.Active() : new AlarmState.Normal())));
  }

  /// Codes of the alarms that hold.
  Set<String> holding() {
    Set<String> codes = new HashSet<>();
    all.stream().filter(one -> one.state.holds()).forEach(one -> codes.add(one.code));
    return codes;
  }

  /// @param atNanos when the readings were taken, monotonic
  /// @param steadyNanos the same, since 1970 by the steady clock
  void look(List<Reading> readings, long atNanos, long steadyNanos) {
    for (One one : all) {
      Reading reading = Derived.find(readings, one.settings.channel());
      if (reading != null) {
        look(one, reading, atNanos, steadyNanos);
      }
    }
  }

  private void look(One one, Reading reading, long atNanos, long steadyNanos) {
    AlarmSettings settings = one.settings;
    OptionalDouble limit = limit(one, reading, steadyNanos);
    AlarmState before = one.state;
    one.state =
        before.next(
            finding(settings, reading, limit),
            atNanos,
            settings.onDelay().toNanos(),
            settings.offDelay().toNanos());
    if (before.holds() != one.state.holds() && limit.isPresent()) {
      news.accept(
          new AlarmNews(
              device,
              one.code,
              settings.severity(),
              one.state.holds(),
              text(settings, reading, limit.getAsDouble(), one.state.holds())));
    }
  }

  private OptionalDouble limit(One one, Reading reading, long steadyNanos) {
    AlarmSettings settings = one.settings;
    @Nullable LimitsSettings limits = settings.limits();
    @Nullable String name = settings.limit();
    if (limits == null || name == null) {
      @Nullable Double above = settings.above();
      return OptionalDouble.of(above != null ? above : Objects.requireNonNull(settings.below()));
    }
    if (!limits.unit().equals(reading.channel().unit().symbol())) {
      if (!one.warned) {
        one.warned = true;
        LOG.log(
            Level.WARNING,
            "device {0}, alarm {1}: limit {2} is in {3}, channel {4} in {5}: never judged",
            device,
            one.code,
            name,
            limits.unit(),
            settings.channel(),
            reading.channel().unit());
      }
      return OptionalDouble.empty();
    }
    return limits.on(name, Period.day(steadyNanos, limits.utcOffset()));
  }

  static Finding finding(AlarmSettings settings, Reading reading, OptionalDouble limit) {
    if (!reading.quality().hasValue()
        || reading.quality() == Quality.CALIBRATING
        || limit.isEmpty()) {
      return Finding.UNKNOWN;
    }
    double beyond =
        settings.below() == null
            ? reading.value() - limit.getAsDouble()
            : limit.getAsDouble() - reading.value();
    return beyond > 0
        ? Finding.OVER
        : beyond <= -settings.hysteresis() ? Finding.BACK : Finding.BETWEEN;
  }

  private static String text(
      AlarmSettings settings, Reading reading, double limit, boolean active) {
    boolean over = settings.below() == null;
    String unit = reading.channel().unit().symbol();
    String value = "%s %s %s is".formatted(reading.channel().name(), number(reading.value()), unit);
    LimitsSettings limits = settings.limits();
    String source = limits == null ? "" : " (%s of %s)".formatted(settings.limit(), limits.name());
    String delay =
        active
            ? settings.onDelay().isZero() ? "" : ", for " + Durations.format(settings.onDelay())
            : settings.offDelay().isZero() ? "" : ", for " + Durations.format(settings.offDelay());
    return "%s %s %s %s%s%s%s"
        .formatted(
            value,
            active ? (over ? "above" : "below") : "back from",
            number(limit),
            unit,
            source,
            delay,
            reading.quality() == Quality.GOOD ? "" : ", quality " + reading.quality());
  }

  private static String number(double value) {
    return String.valueOf(Math.round(value * 1000) / 1000.0);
  }
}
