package vn.binhduong.gateway.management.objects;

import java.util.Comparator;
import vn.binhduong.gateway.driver.Quality;

/// Our quality in the words of the measurement quality resources of the sensor objects.
final class Qualities {
  private Qualities() {}

  /// From the most trusted to the least.
  static final Comparator<Quality> TRUST =
      Comparator.comparingInt(Qualities::level).reversed().thenComparingInt(Quality::ordinal);

  /// Resource 6042. The codes are those of the wire contract; 16 is the first of the vendor's own.
  static int indicator(Quality quality) {
    return switch (quality) {
      case GOOD -> 4;
      case UNCERTAIN_CHANGE -> 3;
      case UNCERTAIN_RANGE -> 2;
      case CALIBRATING -> 16;
      case BAD_SENSOR, BAD_LINK -> 1;
    };
  }

  /// Resource 6049. The standard fixes the ends, 100 and 0; 75 and 25 only say which of the two in
  /// between is the better one.
  static int level(Quality quality) {
    return switch (quality) {
      case GOOD -> 100;
      case UNCERTAIN_CHANGE -> 75;
      case UNCERTAIN_RANGE -> 25;
      case CALIBRATING, BAD_SENSOR, BAD_LINK -> 0;
    };
  }
}
