package vn.binhduong.gateway.driver.simulated;

import java.util.Arrays;
import java.util.Optional;

/// The classes of the channel `class`; [#code()] is what is emitted.
public enum VehicleClass {
  /// Motorcycles, scooters and electric two-wheelers.
  MOTO(0, 0.80, 0.62, 37, 7, 1.9, 0.12),
  /// Cars, pick-ups and vans.
  CAR(1, 0.125, 0.15, 41, 8, 4.4, 0.35),
  /// Buses and coaches.
  BUS(2, 0.012, 0.01, 34, 6, 10.5, 0.9),
  /// Trucks without a trailer.
  TRUCK(3, 0.030, 0.13, 35, 6, 7.2, 1.0),
  /// Tractors with a container or another trailer; most of them ride at night.
  CONTAINER(4, 0.008, 0.075, 33, 5, 15.5, 0.8),
  /// Bicycles.
  BICYCLE(5, 0.015, 0.005, 13, 3, 1.75, 0.08),
  /// Three-wheelers, hand carts and what the detector cannot tell.
  OTHER(6, 0.010, 0.01, 22, 6, 3.2, 0.6);

  private final int code;
  private final double dayShare;
  private final double nightShare;
  private final double speedMean;
  private final double speedDeviation;
  private final double lengthMean;
  private final double lengthDeviation;

  VehicleClass(
      int code,
      double dayShare,
      double nightShare,
      double speedMean,
      double speedDeviation,
      double lengthMean,
      double lengthDeviation) {
    this.code = code;
    this.dayShare = dayShare;
    this.nightShare = nightShare;
    this.speedMean = speedMean;
    this.speedDeviation = speedDeviation;
    this.lengthMean = lengthMean;
    this.lengthDeviation = lengthDeviation;
  }

  /// The value of the channel `class`.
  public int code() {
    return code;
  }

  /// The class of a code.
  public static Optional<VehicleClass> of(int code) {
    return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
  }

  /// A class by its share of the traffic at an hour, 0 to 24.
  static VehicleClass draw(Draws draws, double hour) {
    boolean night = hour < 5 || hour >= 22;
    double left = draws.uniform();
    for (VehicleClass kind : values()) {
      left -= night ? kind.nightShare : kind.dayShare;
      if (left < 0) {
        return kind;
      }
    }
    return OTHER;
  }

  /// A speed in kilometres per hour on a free road.
  double drawSpeed(Draws draws) {
    return Math.max(4, draws.normal(speedMean, speedDeviation));
  }

  /// A length in metres.
  double drawLength(Draws draws) {
    return Math.max(1, draws.normal(lengthMean, lengthDeviation));
  }
}
