package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.clock.ClockSettings;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.PlaceSettings;
import vn.binhduong.gateway.config.ReceiverSettings;
import vn.binhduong.gateway.config.UnitSettings;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.health.ComponentHealth;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.pipeline.AlarmNews;

class ReceiverTest {
  private static final Channel LATITUDE = new Channel("latitude", new Unit("lat"), -90, 90, "");
  private static final Channel LONGITUDE = new Channel("longitude", new Unit("lon"), -180, 180, "");
  private static final Channel FIX = new Channel("fix", Unit.RATIO, 0, 8, "");
  private static final Channel HDOP = new Channel("hdop", Unit.RATIO, 0, 99, "");
  private static final Channel OFFSET = new Channel("clock_offset", Unit.SECOND, -1e10, 1e10, "");
  private static final PlaceSettings HOME =
      new PlaceSettings(10.98, 106.67, 4.5, "Crossing QL13 km 4");

  /// No clock is believed before the program was built, so this one is never synchronised and
  /// begins at this time.
  private static final Instant BUILT = Instant.parse("2099-01-01T00:00:00Z");

  private final List<AlarmNews> alarms = new ArrayList<>();
  private final GatewayClock clock =
      GatewayClock.open(ClockSettings.DEFAULTS, BUILT, List.of(), List.of(), offset -> {});
  private final HealthBoard health = new HealthBoard(clock.driverClock());
  private int moves;

  @AfterEach
  void close() {
    clock.close();
  }

  private Receiver receiver(@Nullable PlaceSettings place, boolean wasAstray) {
    return new Receiver(
        new UnitSettings(
            "BD-GW-1",
            Path.of("data"),
            UnitSettings.Profile.PRODUCTION,
            place,
            new ReceiverSettings("gnss1", 50, 500)),
        clock,
        health,
        alarms::add,
        wasAstray,
        () -> moves++);
  }

  private static Reading good(Channel channel, double value) {
    return channel.reading(value);
  }

  private void measure(Receiver receiver, Reading... readings) {
    for (int i = 0; i < Whereabouts.FIXES; i++) {
      receiver.accept(new Sample("gnss1", clock.now(), List.of(readings)));
    }
    receiver.look();
  }

  private ComponentHealth of(String component) {
    return health.find(component).orElseThrow();
  }

  @Test
  void aPlaceThatIsMeasuredKeepsNameAndHeight() {
    Receiver receiver = receiver(HOME, false);
    assertThat(receiver.place()).isEqualTo(HOME);
    measure(receiver, good(LATITUDE, 10.9812345678), good(LONGITUDE, 106.67));
    assertThat(receiver.place())
        .isEqualTo(new PlaceSettings(10.981235, 106.67, 4.5, "Crossing QL13 km 4"));
    assertThat(receiver.measuredAt()).isPresent();
    assertThat(moves).isOne();
    receiver.look();
    assertThat(moves).isOne();
    assertThat(of("place").state()).isEqualTo(HealthState.OK);
    assertThat(of("place").message()).isEqualTo("gnss1: 137 m from the configured place");
  }

  @Test
  void withoutAConfiguredPlaceTheMeasuredOneIsTold() {
    Receiver receiver = receiver(null, false);
    assertThat(receiver.place()).isNull();
    measure(receiver, good(LATITUDE, 10.5), good(LONGITUDE, 106.5), good(FIX, 1));
    assertThat(receiver.place()).isEqualTo(new PlaceSettings(10.5, 106.5, null, null));
  }

  // No fix, one that is estimated, a bad geometry, a value that is not good: none moves anything.
  @Test
  void whatIsNoGoodFixIsPassedOver() {
    Receiver receiver = receiver(HOME, false);
    Reading latitude = good(LATITUDE, 20);
    Reading longitude = good(LONGITUDE, 106.67);
    measure(receiver, latitude, longitude, good(FIX, 0));
    measure(receiver, latitude, longitude, good(FIX, 6));
    measure(receiver, latitude, longitude, good(FIX, 1), good(HDOP, 5.1));
    measure(receiver, latitude, longitude, FIX.bad(Quality.BAD_SENSOR));
    measure(receiver, latitude, LONGITUDE.bad(Quality.BAD_SENSOR), good(FIX, 1));
    measure(receiver, latitude.withQuality(Quality.UNCERTAIN_CHANGE), longitude);
    measure(receiver, latitude);
    for (int i = 0; i < 20; i++) {
      receiver.accept(new Sample("gnss2", clock.now(), List.of(latitude, longitude)));
    }
    receiver.look();
    assertThat(receiver.place()).isEqualTo(HOME);
    assertThat(of("place").quiet()).isTrue();
    assertThat(of("place").message()).isEqualTo("gnss1: no fix yet");
    assertThat(alarms).isEmpty();
  }

  @Test
  void beingAstrayIsAnAlarmThatBeginsAndEndsOnce() {
    Receiver receiver = receiver(HOME, false);
    measure(receiver, good(LATITUDE, 10.99), good(LONGITUDE, 106.67));
    receiver.look();
    assertThat(of("place").state()).isEqualTo(HealthState.DEGRADED);
    assertThat(alarms).hasSize(1);
    assertThat(alarms.getFirst().active()).isTrue();
    assertThat(alarms.getFirst().code()).isEqualTo("place.astray");
    assertThat(alarms.getFirst().text())
        .isEqualTo("the gateway is 1112 m from the configured place");
    measure(receiver, good(LATITUDE, 10.98), good(LONGITUDE, 106.67));
    assertThat(alarms).hasSize(2);
    assertThat(alarms.getLast().active()).isFalse();
    assertThat(of("place").state()).isEqualTo(HealthState.OK);
  }

  @Test
  void anAlarmThatHeldBeforeARestartIsNotToldAgain() {
    Receiver receiver = receiver(HOME, true);
    receiver.look();
    assertThat(of("place").state()).isEqualTo(HealthState.DEGRADED);
    measure(receiver, good(LATITUDE, 10.99), good(LONGITUDE, 106.67));
    assertThat(alarms).isEmpty();
    measure(receiver, good(LATITUDE, 10.98), good(LONGITUDE, 106.67));
    assertThat(alarms).hasSize(1);
    assertThat(alarms.getFirst().active()).isFalse();
  }

  // The offset is against the clock of the drivers; what is told is against the time as the gateway
  // has it. Here both are the time of the build.
  @Test
  void aClockThatIsBehindIsToldAndNotSet() {
    Receiver receiver = receiver(HOME, false);
    receiver.look();
    assertThat(of("clock").quiet()).isTrue();
    measure(receiver, good(OFFSET, 3.2));
    assertThat(of("clock").state()).isEqualTo(HealthState.DEGRADED);
    assertThat(of("clock").message())
        .isEqualTo("not synchronised; the clock is 3.2 s behind gnss1");
    assertThat(clock.state()).isEqualTo(ClockState.UNSYNCED);
    measure(receiver, good(OFFSET, 0.4));
    assertThat(of("clock").message()).isEqualTo("not synchronised; agrees with gnss1 within 2 s");
    assertThat(of("clock").state()).isEqualTo(HealthState.OK);
    assertThat(clock.state()).isEqualTo(ClockState.UNSYNCED);
  }

  @ParameterizedTest
  @CsvSource({
    "2000, OK, s; agrees with g within 2 s",
    "-2000, OK, s; agrees with g within 2 s",
    "2001, DEGRADED, s; the clock is 2.0 s ahead of g",
    "-2449, DEGRADED, s; the clock is 2.4 s behind g"
  })
  void twoSecondsAreAllowed(long aheadMillis, HealthState state, String text) {
    assertThat(Receiver.hint("s", aheadMillis, "g")).isEqualTo(new Receiver.Hint(state, text));
  }

  @Test
  void withoutAReceiverNothingIsTold() {
    var receiver =
        new Receiver(
            new UnitSettings(
                "BD-GW-1", Path.of("data"), UnitSettings.Profile.PRODUCTION, HOME, null),
            clock,
            health,
            alarms::add,
            false,
            () -> moves++);
    measure(receiver, good(LATITUDE, 20), good(LONGITUDE, 106.67));
    assertThat(receiver.place()).isEqualTo(HOME);
    assertThat(health.snapshot()).isEmpty();
  }
}
