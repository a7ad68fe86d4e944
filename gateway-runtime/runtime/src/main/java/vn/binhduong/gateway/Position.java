package vn.binhduong.gateway;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// A point on the earth, WGS 84.
///
/// @param latitude degrees north, -90 to 90
/// @param longitude degrees east, -180 to 180
record Position(double latitude, double longitude) {
  private static final double EARTH_RADIUS_METRES = 6_371_000;

  Position {
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException(
          "position: expected -90..90 and -180..180, found %s, %s".formatted(latitude, longitude));
    }
  }

  /// Distance on a sphere, metres; right to half a percent.
  double metresTo(Position other) {
    double north = Math.toRadians(other.latitude - latitude);
    double east = Math.toRadians(other.longitude - longitude);
    double a =
        Math.pow(Math.sin(north / 2), 2)
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * Math.pow(Math.sin(east / 2), 2);
    return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(a)));
  }

  /// The median of each coordinate, which a few outliers do not move; across the 180th meridian
  /// too.
  ///
  /// @param positions an odd number of them
  static Position median(List<Position> positions) {
    double base = positions.getFirst().longitude;
    double east = median(positions, each -> wrapped(each.longitude - base));
    return new Position(median(positions, Position::latitude), wrapped(base + east));
  }

  private static double median(List<Position> positions, ToDoubleFunction<Position> of) {
    return positions.stream()
        .mapToDouble(of)
        .sorted()
        .skip(positions.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  /// An angle of -180 to 180.
  private static double wrapped(double degrees) {
    return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees;
  }
}
