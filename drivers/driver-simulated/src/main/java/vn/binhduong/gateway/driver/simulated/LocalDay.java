package vn.binhduong.gateway.driver.simulated;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// Where the sun and the people of the simulated street stand: 11 degrees north, UTC+7.
final class LocalDay {
  private static final ZoneOffset VIETNAM = ZoneOffset.ofHours(7);
  private static final double LATITUDE = Math.toRadians(11);
  private static final double TILT = Math.toRadians(23.44);

  /// Traffic of a provincial street by hour, as a share of the busiest: people ride to work before
  /// 8 and home after 16, and at noon for lunch.
  private static final double[] TRAFFIC = {
    0.06, 0.04, 0.03, 0.04, 0.10, 0.35, 0.82, 1.00, 0.78, 0.58, 0.55, 0.68,
    0.52, 0.50, 0.56, 0.66, 0.88, 0.98, 0.80, 0.60, 0.48, 0.34, 0.20, 0.11
  };

  private LocalDay() {}

  /// Hours since local midnight, 0 to 24.
  static double hour(Instant at) {
    return at.atOffset(VIETNAM).toLocalTime().toNanoOfDay() / 3.6e12;
  }

  /// Sine of the height of the sun; negative at night.
  static double sunHeight(Instant at) {
    OffsetDateTime local = at.atOffset(VIETNAM);
    double declination = -TILT * StrictMath.cos(2 * Math.PI * (local.getDayOfYear() + 10) / 365.25);
    double hourAngle = Math.toRadians(15 * (hour(at) - 12));
    return StrictMath.sin(LATITUDE) * StrictMath.sin(declination)
        + StrictMath.cos(LATITUDE) * StrictMath.cos(declination) * StrictMath.cos(hourAngle);
  }

  /// Traffic as a share of the busiest hour, 0 to 1, without jumps between hours.
  static double traffic(Instant at) {
    double hour = hour(at);
    int from = (int) hour % TRAFFIC.length;
    double part = hour - Math.floor(hour);
    return TRAFFIC[from] + part * (TRAFFIC[(from + 1) % TRAFFIC.length] - TRAFFIC[from]);
  }

  /// A daily wave, 1 at `peakHour` and -1 half a period later.
  static double wave(Instant at, double peakHour, double periodHours) {
    return StrictMath.cos(2 * Math.PI * (hour(at) - peakHour) / periodHours);
  }
}
