package vn.binhduong.gateway.driver.snmp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import vn.binhduong.gateway.driver.Option;

/// One traffic sensor, or some zones of one.
///
/// @param zones numbers of the zones (lanes), 1 to 255, each once
/// @param classes numbers of the vehicle classes, 0 to 255, each once; 0 is all vehicles
/// @param firstPeriod what becomes of the period that is complete when the device is opened
public record Ntcip1209Settings(
    @Option(
            doc = "Numbers of the zones (lanes) as set up in the sensor, 1 to 255.",
            min = "1",
            max = "32",
            example = "[1, 2, 3]")
        List<Integer> zones,
    @Option(
            doc =
                "Numbers of the vehicle classes to read beside 0, which is all vehicles and always"
                    + " read, 1 to 255.",
            max = "8",
            example = "[1, 2]")
        List<Integer> classes,
    @Option(
            doc =
                "Whether the period that is complete when the device is opened is emitted, though it"
                    + " may have been emitted before the device was last closed.",
            fallback = "emit")
        FirstPeriod firstPeriod) {

  /// What becomes of the period that is complete when the device is opened.
  public enum FirstPeriod {
    /// It is emitted: the device speaks at once, and after a restart one period may come twice.
    EMIT,
    /// It is left out: no period ever comes twice, and after a restart one may be missing.
    SKIP
  }

  private static final int NUMBER_MAX = 255;
  private static final int ZONES_MAX = 32;
  private static final int CLASSES_MAX = 8;

  public Ntcip1209Settings {
    zones = List.copyOf(zones);
    classes = List.copyOf(classes);
    var wrong = new ArrayList<String>();
    check("zones", zones, 1, ZONES_MAX, wrong);
    check("classes", classes, 0, CLASSES_MAX, wrong);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  /// The zones with all classes each.
  List<Zone> toZones() {
    return zones.stream().map(zone -> new Zone(zone, classes)).toList();
  }

  private static void check(
      String key, List<Integer> numbers, int countMin, int countMax, List<String> wrong) {
    if (numbers.size() < countMin || numbers.size() > countMax) {
      wrong.add(
          "%s: expected %d to %d numbers, found %d"
              .formatted(key, countMin, countMax, numbers.size()));
    }
    for (int number : numbers) {
      if (number < 1 || number > NUMBER_MAX) {
        wrong.add("%s: expected 1 to %d, found %d".formatted(key, NUMBER_MAX, number));
      }
    }
    if (new HashSet<>(numbers).size() != numbers.size()) {
      wrong.add("%s: one is named twice in %s".formatted(key, numbers));
    }
  }
}
