package vn.binhduong.gateway.management.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.management.objects.SensorBook.Known;
import vn.binhduong.gateway.management.objects.SensorBook.Passed;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;

/// What is told of a channel beside its last value: extremes, totals, vehicles of a day.
class SensorBookTest {
  /// 23:59 of 26 November in Vietnam.
  private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-26T16:59:00Z");

  private ClockState clock = ClockState.SYNCED;
  private long seconds;
  private final SensorBook book =
      new SensorBook(
          at -> new WallTime(BEFORE_MIDNIGHT.toEpochMilli() + at.nanos() / 1_000_000, clock, 0),
          ZoneId.of("Asia/Ho_Chi_Minh"));

  private BootTime now() {
    return new BootTime(FakeGateway.BOOT, seconds * 1_000_000_000);
  }

  private void measure(Reading reading) {
    seconds++;
    book.accept(new Sample("d", now(), List.of(reading)));
  }

  private Known known(Channel channel) {
    Known known = book.find("d", channel.name(), now());
    if (known == null) {
      throw new AssertionError("nothing is known of " + channel);
    }
    return known;
  }

  private void extremes(@Nullable Double min, @Nullable Double max) {
    assertThat(known(FakeGateway.T).min()).isEqualTo(min);
    assertThat(known(FakeGateway.T).max()).isEqualTo(max);
  }

  private static Reading temperature(double value, Quality quality) {
    return new Reading(FakeGateway.T, value, quality);
  }

  // A spike that was marked as doubtful must not stay for months as the hottest day.
  @Test
  void extremesAreOfGoodReadingsAlone() {
    measure(temperature(95, Quality.UNCERTAIN_RANGE));
    extremes(null, null);
    measure(temperature(20, Quality.GOOD));
    measure(temperature(60, Quality.UNCERTAIN_CHANGE));
    measure(temperature(-30, Quality.CALIBRATING));
    measure(FakeGateway.T.bad(Quality.BAD_LINK));
    extremes(20.0, 20.0);
    measure(temperature(25, Quality.GOOD));
    extremes(20.0, 25.0);
    book.resetExtremes("d", "t");
    extremes(25.0, 25.0);
    measure(temperature(95, Quality.UNCERTAIN_RANGE));
    book.resetExtremes("d", "t");
    extremes(null, null);
    assertThat(known(FakeGateway.T).value()).isEqualTo(95);
  }

  private void rain(double total) {
    measure(FakeGateway.RAIN.reading(total));
  }

  private void fallen(double since, @Nullable Long resetAtSeconds) {
    Known known = known(FakeGateway.RAIN);
    assertThat(known.sinceReset()).isCloseTo(since, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(known.resetAt())
        .isEqualTo(
            resetAtSeconds == null
                ? null
                : new BootTime(FakeGateway.BOOT, resetAtSeconds * 1_000_000_000));
  }

  @Test
  void rainIsWhatTheTotalGrewBy() {
    rain(100.5);
    fallen(0, null);
    rain(103.0);
    fallen(2.5, null);
    book.resetTotal("d", "rain", now());
    fallen(0, 2L);
    rain(104.0);
    fallen(1.0, 2L);
  }

  // The instrument may have been reset, exchanged or have stammered: to take all it shows for rain
  // since then would invent a flood.
  @Test
  void aTotalThatFallsBeginsAnewAtWhatItShows() {
    rain(1_000.2);
    rain(1_000.4);
    rain(999.8);
    fallen(0, 3L);
    rain(1_000.0);
    fallen(0.2, 3L);
  }

  @Test
  void aDoubtfulTotalChangesNothing() {
    rain(10);
    measure(new Reading(FakeGateway.RAIN, 6_000, Quality.UNCERTAIN_RANGE));
    measure(FakeGateway.RAIN.bad(Quality.BAD_SENSOR));
    rain(11);
    fallen(1, null);
  }

  private void vehicle(int type) {
    measure(FakeGateway.CLASS.reading(type));
  }

  private Map<Integer, Passed> vehicles() {
    return known(FakeGateway.CLASS).vehicles();
  }

  @Test
  void aDayBeginsAtMidnightInTheZoneOfTheGateway() {
    vehicle(0);
    vehicle(0);
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(2, 2));
    seconds = 60; // midnight, and nobody has passed yet
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(2, 0));
    vehicle(0);
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(3, 1));
    book.resetTotal("d", "class", now());
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(0, 1));
  }

  // Without a clock nobody knows which day it is; what passed then is never told as of a day.
  @Test
  void withoutAClockNothingIsOfToday() {
    clock = ClockState.UNSYNCED;
    vehicle(0);
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(1, 0));
    assertThat(book.lastSample("d")).isNull();
    clock = ClockState.SYNCED;
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(1, 0));
    vehicle(0);
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(2, 1));
    clock = ClockState.UNSYNCED;
    vehicle(0);
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(3, 0));
    clock = ClockState.SYNCED;
    seconds = 120; // midnight passed
    vehicle(0);
    assertThat(vehicles().get(Vehicles.ANY)).isEqualTo(new Passed(4, 1));
  }

  @Test
  void aDeviceThatIsNoLongerThereIsForgotten() {
    rain(5);
    book.forget("d");
    assertThat(book.find("d", "rain", now())).isNull();
    assertThat(book.lastSample("d")).isNull();
    rain(7);
    fallen(0, null);
  }
}
