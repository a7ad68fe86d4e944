package vn.binhduong.gateway.driver.snmp;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Quality;

/// What a sensor says of one zone (NTCIP 1209, zoneStatus of sampleDataTable), and what its figures
/// are then worth.
enum ZoneStatus {
  OTHER(1, "other", Quality.UNCERTAIN_CHANGE),
  OK(2, "OK", Quality.GOOD),
  /// Warming up: a part of the period was not measured.
  INITIALIZING(3, "initializing", Quality.UNCERTAIN_CHANGE),
  /// Nothing passed for long: at night that is so.
  NO_ACTIVITY(4, "no activity", Quality.GOOD),
  /// Occupied for longer than a vehicle stays: flat for too long.
  MAX_PRESENCE(5, "maximum presence", Quality.UNCERTAIN_CHANGE),
  CONFIGURATION_ERROR(6, "configuration error", Quality.BAD_SENSOR),
  /// Counts more than can pass: changed too fast.
  ERRATIC(7, "erratic counts", Quality.UNCERTAIN_CHANGE),
  DISABLED(8, "disabled", Quality.BAD_SENSOR),
  /// Set by an operator: nothing of it is measured.
  OVERRIDE(9, "operator override", Quality.BAD_SENSOR),
  SENSOR_FAILURE(10, "sensor failure", Quality.BAD_SENSOR),
  INPUT_INTEGRITY(11, "input integrity", Quality.BAD_SENSOR),
  /// A camera that sees too little then reports constant presence.
  POOR_CONTRAST(12, "poor contrast", Quality.BAD_SENSOR),
  AUTO_SUSPENDED(13, "suspended by itself", Quality.BAD_SENSOR),
  /// The other zone of a speed trap is sick: what this one alone counts may be right, a speed not.
  PAIRED_ZONE_FAULT(14, "fault of the paired zone", Quality.UNCERTAIN_CHANGE);

  private final int code;
  private final String words;
  private final Quality quality;

  ZoneStatus(int code, String words, Quality quality) {
    this.code = code;
    this.words = words;
    this.quality = quality;
  }

  /// The status of a code, or null for a code that the standard does not know.
  static @Nullable ZoneStatus of(long code) {
    return code >= 1 && code <= values().length ? values()[(int) code - 1] : null;
  }

  /// All codes with their meaning, for the description of a channel.
  static String documentation() {
    return Arrays.stream(values())
        .map(status -> status.code + " " + status.words)
        .collect(Collectors.joining(", "));
  }

  /// Its number in the standard, 1 to 14.
  int code() {
    return code;
  }

  /// What it means.
  String words() {
    return words;
  }

  /// What volume and occupancy are worth.
  Quality quality() {
    return quality;
  }

  /// What the speed is worth.
  Quality speedQuality() {
    return this == PAIRED_ZONE_FAULT ? Quality.BAD_SENSOR : quality;
  }
}
