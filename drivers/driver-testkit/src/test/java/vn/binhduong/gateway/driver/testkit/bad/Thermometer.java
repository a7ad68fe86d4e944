package vn.binhduong.gateway.driver.testkit.bad;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// A polled thermometer with every misdeed of a polled driver.
final class Thermometer implements PolledDriver {
  static final Channel T = new Channel("t", Unit.CELSIUS, -40, 85, "Air temperature");
  private static final Channel OTHER = new Channel("other", Unit.CELSIUS, -40, 85, "Not declared");
  private static final Channel ODD = new Channel("odd", new Unit("furlong"), 0, 1, "Odd unit");
  private static final Channel SAME_NAME = new Channel("t", Unit.VOLT, 0, 1, "Same name");

  /// Longer than a healthy answer takes.
  private static final long SLOW_NANOS = 15_000_000;

  private final ThermometerFactory.Settings settings;
  private final DriverContext context;
  private final Hardware.Wire wire;
  private final Instant opened;
  private volatile boolean closed;
  private volatile boolean asking;
  private boolean failed;
  private int polls;
  private double last;

  Thermometer(ThermometerFactory.Settings settings, DriverContext context, Hardware.Wire wire) {
    this.settings = settings;
    this.context = context;
    this.wire = wire;
    opened = context.clock().instant();
  }

  @Override
  public List<Channel> channels() {
    return switch (settings.misdeed()) {
      case CHANGES_ITS_CHANNELS -> polls > 1 ? List.of(T, OTHER) : List.of(T);
      case NAMES_TWO_CHANNELS_ALIKE -> List.of(T, SAME_NAME);
      case NEVER_GIVES_A_CHANNEL -> List.of(T, OTHER);
      case INVENTS_A_UNIT -> List.of(T, ODD);
      case null, default -> List.of(T);
    };
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    if (closed && !settings.commits(Misdeed.EMITS_AFTER_CLOSE)) {
      throw DriverException.unavailable("thermometer: closed");
    }
    polls++;
    if (settings.commits(Misdeed.NEVER_RECOVERS) && failed) {
      throw DriverException.protocol("thermometer: failed before");
    }
    asking = true;
    double value;
    try {
      value = measured();
    } catch (InterruptedException stop) {
      if (settings.commits(Misdeed.SWALLOWS_AN_INTERRUPT)) {
        return;
      }
      throw stop;
    }
    asking = false;
    if (value == Hardware.ASLEEP) {
      if (!settings.commits(Misdeed.SETS_UP_ONLY_WHEN_OPENED)) {
        wire.start();
      }
      sink.emit(context.clock().instant(), T.bad(Quality.BAD_SENSOR));
      return;
    }
    if (value < -1000 && !settings.commits(Misdeed.EMITS_GARBAGE_AS_GOOD)) {
      failed = true;
      remember("garbage");
      leak();
      if (settings.commits(Misdeed.KEEPS_QUIET_ABOUT_GARBAGE)) {
        return;
      }
      if (settings.commits(Misdeed.THROWS_RUNTIME_EXCEPTION_ON_GARBAGE)) {
        throw new ArithmeticException("no such temperature");
      }
      throw DriverException.protocol("thermometer: expected a temperature, found " + value);
    }
    last = value;
    emit(sink, context.clock().instant(), value);
  }

  private double measured() throws DriverException, InterruptedException {
    long began = System.nanoTime();
    double value = ask();
    return switch (settings.misdeed()) {
      case COMES_BACK_WRONG -> failed ? value + 0.1 : value;
      case TAKES_HALF_AN_ANSWER -> System.nanoTime() - began < SLOW_NANOS ? value : value / 10;
      case DIES_OF_TWO_KINDS_OF_FAULTS -> {
        if (context.remembered().filter(both -> both.contains("garbage, lost")).isPresent()) {
          throw DriverException.protocol("thermometer: had enough");
        }
        yield value;
      }
      case null, default -> value;
    };
  }

  private void leak() throws DriverException {
    switch (settings.misdeed()) {
      case LEAKS_WHEN_A_CALL_FAILS -> ThermometerFactory.leakDescriptor();
      case LEAKS_A_VIRTUAL_THREAD_WHEN_A_CALL_FAILS -> ThermometerFactory.forgetVirtualThread();
      case null, default -> {}
    }
  }

  private void remember(String fault) {
    if (settings.commits(Misdeed.DIES_OF_TWO_KINDS_OF_FAULTS)) {
      context.remember(context.remembered().map(before -> before + ", ").orElse("") + fault);
    }
  }

  private double ask() throws DriverException, InterruptedException {
    try {
      return settings.commits(Misdeed.IGNORES_INTERRUPT) ? askForEver(wire) : wire.ask();
    } catch (DriverException lost) {
      remember("lost");
      return switch (settings.misdeed()) {
        case REPEATS_THE_LAST_VALUE_WHEN_LOST -> last;
        case SAYS_PROTOCOL_WHEN_LOST -> throw DriverException.protocol("thermometer: what?");
        case THROWS_ITS_SECRET ->
            throw DriverException.unavailable("no answer to " + settings.password());
        case IGNORES_A_CLOSED_LINK -> {
          Thread.sleep(5_000);
          throw lost;
        }
        case null, default -> throw lost;
      };
    }
  }

  /// Waits for an answer, whatever the host wants.
  static double askForEver(Hardware.Wire wire) throws DriverException {
    long giveUp = System.nanoTime() + 2_000_000_000L;
    while (System.nanoTime() < giveUp) {
      try {
        return wire.ask();
      } catch (InterruptedException ignored) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    throw DriverException.unavailable("thermometer: gave up at last");
  }

  private void emit(ReadingSink sink, Instant now, double value) throws InterruptedException {
    switch (settings.misdeed()) {
      case THROWS_RUNTIME_EXCEPTION -> throw new IllegalStateException("oops");
      case THROWS_ERROR -> throw new StackOverflowError();
      case EMITS_UNDECLARED_CHANNEL -> sink.emit(now, T.reading(value), OTHER.reading(value));
      case EMITS_A_CHANNEL_TWICE -> sink.emit(now, T.reading(value), T.reading(value));
      case EMITS_EMPTY_SAMPLES -> sink.emit(now);
      case EMITS_FROM_A_THREAD_OF_ITS_OWN ->
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, refused) -> {})
              .start(() -> sink.emit(now, T.reading(value)))
              .join();
      case USES_THE_WALL_CLOCK -> sink.emit(Instant.now(), T.reading(value));
      case IS_LATE_BY_55_SECONDS -> sink.emit(now.minusSeconds(55), T.reading(value));
      case FREEZES_THE_TIME -> sink.emit(opened, T.reading(value));
      case GOES_BACK_IN_TIME -> sink.emit(now.minusSeconds(30L * (polls % 2)), T.reading(value));
      case EMITS_NAN_AS_GOOD -> sink.emit(now, new Reading(T, Double.NaN, Quality.GOOD));
      case EMITS_OUTSIDE_ITS_RANGE -> sink.emit(now, T.reading(value * 100));
      case null, default -> sink.emit(now, T.reading(value));
    }
  }

  @Override
  public void close() {
    boolean again = closed;
    closed = true;
    switch (settings.misdeed()) {
      case THROWS_IN_CLOSE -> {
        if (again) {
          throw new IllegalStateException("closed twice");
        }
      }
      case CLOSES_ITS_LINK -> wire.close();
      case WAITS_IN_CLOSE -> {
        if (asking) {
          LockSupport.parkNanos(1_500_000_000L);
        }
      }
      case null, default -> {}
    }
  }
}
