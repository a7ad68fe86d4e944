package vn.binhduong.gateway.driver.pi4j.pulse;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.GpioLink;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// One pulse counter. The total outlives restarts; a power cut costs it what came in the last 30 s
/// and the last `report`.
final class PulseDriver implements EventDriver {
  static final Channel RAIN_TOTAL =
      new Channel("rain_total", Unit.MILLIMETRE, 0, 1e9, "Rain since the gauge was installed");
  static final Channel RAIN =
      new Channel("rain", Unit.MILLIMETRE, 0, 600, "Rain since the last sample");
  static final Channel INTENSITY =
      new Channel("rain_intensity", Unit.MILLIMETRE_PER_HOUR, 0, 600, "Rain intensity");
  static final Channel WIND_SPEED =
      new Channel("wind_speed", Unit.METRE_PER_SECOND, 0, 75, "Mean wind speed");
  static final Channel WIND_GUST =
      new Channel("wind_gust", Unit.METRE_PER_SECOND, 0, 75, "Greatest mean over 3 s");
  static final Channel TOTAL =
      new Channel("total", Unit.COUNT, 0, 1e15, "Counted since it was installed");
  static final Channel COUNT =
      new Channel("counted", Unit.COUNT, 0, 1e9, "Counted since the last sample");
  static final Channel REJECTED =
      new Channel("rejected", Unit.COUNT, 0, 1e9, "Pulses that came too fast to be true");

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final double GUST_SECONDS = 3;

  /// Every channel there can be, whatever the settings and the model.
  static final List<Channel> CHANNELS =
      List.of(RAIN_TOTAL, RAIN, INTENSITY, WIND_SPEED, WIND_GUST, TOTAL, COUNT, REJECTED);

  private final PulseSettings settings;
  private final DriverContext context;
  private final GpioLink input;
  private final PulseMeter meter;
  private volatile boolean closed;

  PulseDriver(PulseSettings settings, DriverContext context, GpioLink input) {
    this.settings = settings;
    this.context = context;
    this.input = input;
    this.meter =
        new PulseMeter(
            settings.apart().toNanos(), context.remembered().flatMap(PulseMeter::total).orElse(0L));
  }

  void prove() throws DriverException {
    if (input.inputs() != 1) {
      throw DriverException.misconfigured(
          "a pulse counter needs a link with 1 input, found " + input.inputs());
    }
    input.isActive(0);
  }

  @Override
  public List<Channel> channels() {
    return switch (settings.kind()) {
      case RAIN -> List.of(RAIN_TOTAL, RAIN, INTENSITY, REJECTED);
      case WIND -> List.of(WIND_SPEED, WIND_GUST, REJECTED);
      case COUNT -> List.of(TOTAL, COUNT, REJECTED);
    };
  }

  @Override
  public Duration longestSilence() {
    return settings.report().multipliedBy(2).plusSeconds(5);
  }

  @Override
  public void run(ReadingSink sink) throws DriverException, InterruptedException {
    Instant since = context.clock().instant();
    try {
      while (true) {
        if (closed) {
          throw DriverException.unavailable("closed");
        }
        Optional<GpioLink.Edge> edge = input.next(LOOK);
        edge.filter(GpioLink.Edge::active).ifPresent(active -> meter.pulse(active.nanos()));
        Instant now = context.clock().instant();
        if (!closed && !now.isBefore(since.plus(settings.report()))) {
          sink.emit(now, readings(meter.take(), Duration.between(since, now)));
          since = now;
          keep();
        }
      }
    } finally {
      keep();
    }
  }

  private void keep() {
    if (settings.kind() != PulseSettings.Kind.WIND) {
      context.remember(meter.memory());
    }
  }

  private List<Reading> readings(PulseMeter.Count count, Duration time) {
    double seconds = time.toNanos() / 1e9;
    double amount = settings.amount();
    List<Reading> readings = new ArrayList<>();
    switch (settings.kind()) {
      case RAIN -> {
        readings.add(RAIN_TOTAL.reading(rounded(count.total() * amount)));
        readings.add(RAIN.reading(rounded(count.pulses() * amount)));
        readings.add(INTENSITY.reading(rounded(count.pulses() * amount * 3600 / seconds)));
      }
      case WIND -> {
        readings.add(WIND_SPEED.reading(wind(count.pulses() / seconds)));
        readings.add(
            WIND_GUST.reading(
                Math.max(wind(count.pulses() / seconds), wind(count.gustPulses() / GUST_SECONDS))));
      }
      case COUNT -> {
        readings.add(TOTAL.reading(rounded(count.total() * amount)));
        readings.add(COUNT.reading(rounded(count.pulses() * amount)));
      }
    }
    readings.add(REJECTED.reading((double) count.rejected()));
    return readings;
  }

  /// An anemometer that stands still shows no offset.
  private double wind(double hertz) {
    return hertz == 0 ? 0 : rounded(hertz * settings.amount() + settings.offset());
  }

  /// To a millionth, so that 3 pulses of 0.2 are 0.6.
  private static double rounded(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  @Override
  public void close() {
    closed = true;
  }
}
