package vn.binhduong.gateway.driver.simulated;

import static vn.binhduong.gateway.driver.simulated.Noise.clamp;
import static vn.binhduong.gateway.driver.simulated.Noise.quantised;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// The vehicles of a street: as many per minute as a Poisson draw around the day curve gives, at
/// independent moments, so headways come out exponential as on a road that is not saturated.
///
/// @param seed of the instrument
/// @param vehiclesPerHourAtPeak mean of the busiest hour, at most 7200
public record Traffic(long seed, double vehiclesPerHourAtPeak) {
  private static final int CURVE = 60;
  private static final int SLOT_MILLIS = 10;
  private static final int SLOTS = 60_000 / SLOT_MILLIS;

  /// The vehicles of one minute, in their order, those of other minutes not needed. Pure.
  ///
  /// @param minute minutes since the epoch
  public List<Vehicle> minute(long minute) {
    List<Vehicle> vehicles = new ArrayList<>();
    Draws draws = new Draws(seed, CURVE + 1, minute);
    Instant before = null;
    for (int slot : slots(minute)) {
      Instant at = time(minute, slot);
      if (before == null) {
        before = lastBefore(minute);
      }
      vehicles.add(vehicle(at, before, draws));
      before = at;
    }
    return vehicles;
  }

  /// The moments of a minute at which a vehicle passes.
  private NavigableSet<Integer> slots(long minute) {
    Draws draws = new Draws(seed, CURVE, minute);
    double mean = vehiclesPerHourAtPeak / 60 * LocalDay.traffic(time(minute, SLOTS / 2));
    int count = Math.min(draws.poisson(mean), SLOTS / 4);
    NavigableSet<Integer> slots = new TreeSet<>();
    while (slots.size() < count) {
      slots.add((int) (draws.uniform() * SLOTS));
    }
    return slots;
  }

  private Instant lastBefore(long minute) {
    int minutesMax = (int) (Vehicle.HEADWAY_MAX_SECONDS / 60);
    for (long earlier = minute - 1; earlier >= minute - minutesMax; earlier--) {
      NavigableSet<Integer> slots = slots(earlier);
      if (!slots.isEmpty()) {
        return time(earlier, slots.last());
      }
    }
    return time(minute - minutesMax - 1, 0);
  }

  private Vehicle vehicle(Instant at, Instant before, Draws draws) {
    VehicleClass kind = VehicleClass.draw(draws, LocalDay.hour(at));
    double crowd = 1 - 0.25 * LocalDay.traffic(at);
    double wetRoad = Weather.at(seed, at).rain() > 0 ? 0.88 : 1;
    double headway = Duration.between(before, at).toMillis() / 1000.0;
    return new Vehicle(
        at,
        kind,
        quantised(kind.drawSpeed(draws) * crowd * wetRoad, 10),
        quantised(kind.drawLength(draws), 10),
        clamp(headway, 0, Vehicle.HEADWAY_MAX_SECONDS));
  }

  private static Instant time(long minute, int slot) {
    return Instant.ofEpochMilli(minute * 60_000 + (long) slot * SLOT_MILLIS);
  }
}
