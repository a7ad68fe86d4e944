package vn.binhduong.gateway.driver.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The vehicles as a whole: shares, day curve, headways. The figures are of fixed seeds, so the
/// tests cannot fail by chance.
class TrafficTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T17:00:00Z"); // in Vietnam
  private static final Traffic STREET = new Traffic(7, 1800);
  private static final List<Vehicle> DAY = vehicles(MIDNIGHT, 24 * 60);

  private static List<Vehicle> vehicles(Instant from, int minutes) {
    long first = from.getEpochSecond() / 60;
    return LongStream.range(first, first + minutes)
        .mapToObj(STREET::minute)
        .flatMap(List::stream)
        .toList();
  }

  private static List<Vehicle> hour(int hour) {
    return vehicles(MIDNIGHT.plus(Duration.ofHours(hour)), 60);
  }

  /// Four of five vehicles in a Vietnamese provincial street are motorcycles.
  @Test
  void motorcyclesAreAboutFourFifths() {
    long motorcycles = DAY.stream().filter(v -> v.kind() == VehicleClass.MOTO).count();
    assertThat(motorcycles / (double) DAY.size()).isCloseTo(0.79, within(0.02));
  }

  /// Every class appears within a day, or the consumer's code list is never exercised.
  @Test
  void everyClassAppears() {
    assertThat(DAY).extracting(Vehicle::kind).contains(VehicleClass.values());
  }

  /// The setting means what it says: the mean of the busiest hour.
  @Test
  void busiestHourHasTheSetNumber() {
    assertThat(vehicles(MIDNIGHT.plus(Duration.ofMinutes(6 * 60 + 50)), 20).size() * 3)
        .isBetween(1500, 1800 + 5 * 42);
    assertThat(hour(2)).hasSizeLessThan(120);
    assertThat(hour(17).size()).isGreaterThan(hour(13).size());
  }

  /// Container trucks ride at night.
  @Test
  void heavyShareIsHigherAtNight() {
    assertThat(share(vehicles(MIDNIGHT, 4 * 60), VehicleClass.CONTAINER))
        .isGreaterThan(3 * share(hour(8), VehicleClass.CONTAINER));
  }

  private static double share(List<Vehicle> vehicles, VehicleClass kind) {
    return vehicles.stream().filter(v -> v.kind() == kind).count() / (double) vehicles.size();
  }

  /// Times strictly increase and headways are their differences, also across minutes.
  @Test
  void headwaysAreTheDifferencesOfTimes() {
    for (int i = 1; i < DAY.size(); i++) {
      Duration gap = Duration.between(DAY.get(i - 1).at(), DAY.get(i).at());
      assertThat(gap).isPositive();
      assertThat(DAY.get(i).headway())
          .isEqualTo(Math.min(Vehicle.HEADWAY_MAX_SECONDS, gap.toMillis() / 1000.0));
    }
  }

  /// A restart in the middle of a minute, or an hour later, meets the same vehicles.
  @Test
  void vehiclesDependOnSeedAndTimeOnly() {
    List<Vehicle> backwards = new ArrayList<>();
    long first = MIDNIGHT.getEpochSecond() / 60;
    for (long minute = first + 24 * 60 - 1; minute >= first; minute--) {
      backwards.addAll(0, new Traffic(7, 1800).minute(minute));
    }
    assertThat(backwards).isEqualTo(DAY);
    assertThat(new Traffic(8, 1800).minute(first + 480)).isNotEqualTo(STREET.minute(first + 480));
  }

  /// Cars are longer and faster than bicycles.
  @Test
  void speedsAndLengthsFitTheClass() {
    assertThat(mean(VehicleClass.CAR)).isCloseTo(34, within(2.0));
    assertThat(mean(VehicleClass.BICYCLE)).isCloseTo(11, within(1.5));
    assertThat(DAY)
        .allMatch(v -> v.speed() > 0 && v.speed() < 120)
        .allMatch(v -> v.length() >= 0.9 && v.length() < 25);
  }

  private static double mean(VehicleClass kind) {
    return DAY.stream()
        .filter(v -> v.kind() == kind)
        .mapToDouble(Vehicle::speed)
        .average()
        .orElseThrow();
  }
}
