package vn.binhduong.gateway.pipeline;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.binhduong.gateway.driver.Option;

/// The rules of an air quality index as a dated data file; `profiles/aqi/vn-aqi.yaml` is shipped.
///
/// @param name of the index
/// @param versions the oldest first
public record AqiTableSettings(
    @Option(doc = "Name of the index.", min = "1", max = "32", example = "VN_AQI") String name,
    @Option(doc = "Versions of its rules, the oldest first.", min = "1", max = "16")
        List<Version> versions) {

  /// The key of the 8-hour breakpoints of ozone; those of one hour stand under `o3`.
  static final String OZONE_8H = "o3-8h";

  private static final List<String> KEYS =
      List.of("pm25", "pm10", "no2", "so2", "co", "o3", OZONE_8H);

  public AqiTableSettings {
    for (int i = 1; i < versions.size(); i++) {
      if (!versions.get(i - 1).day().isBefore(versions.get(i).day())) {
        throw new IllegalArgumentException("versions: expected the oldest first, each day once");
      }
    }
  }

  /// What held on a day; empty before the first version.
  Optional<Version> on(LocalDate day) {
    return versions.reversed().stream().filter(each -> !each.day().isAfter(day)).findFirst();
  }

  /// One version of the rules.
  ///
  /// @param validFrom first day, local time
  /// @param source the document
  /// @param index the index at each breakpoint
  /// @param breakpoints by pollutant: concentration at each index, µg/m3; a list may end early,
  ///   then there is no index above
  /// @param microgramsPerPpb by gas: µg/m3 of one part per billion, at the reference temperature
  public record Version(
      @Option(doc = "First day it holds, local time.", pattern = DAY, example = "2019-11-12")
          String validFrom,
      @Option(doc = "The document it stands in.", min = "1", max = "200", example = "a decision")
          String source,
      @Option(doc = "The index at each breakpoint.", min = "2", max = "32", example = "[0, 50]")
          List<Double> index,
      @Option(
              doc = "Concentration at each breakpoint, ug/m3, by pollutant.",
              pattern = "pm25|pm10|no2|so2|co|o3|o3-8h",
              example = "pm25")
          Map<String, List<Double>> breakpoints,
      @Option(
              doc = "ug/m3 of one part per billion at the reference temperature, by gas.",
              pattern = "no2|so2|co|o3",
              example = "no2")
          Map<String, Double> microgramsPerPpb) {
    static final String DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

    public Version {
      requireAscending("index", index);
      for (String key : KEYS) {
        List<Double> column = breakpoints.get(key);
        if (column == null || column.size() < 2 || column.size() > index.size()) {
          throw new IllegalArgumentException(
              "breakpoints.%s: expected 2 to %d numbers".formatted(key, index.size()));
        }
        requireAscending("breakpoints." + key, column);
      }
    }

    private static void requireAscending(String key, List<Double> numbers) {
      for (int i = 1; i < numbers.size(); i++) {
        if (!(numbers.get(i - 1) < numbers.get(i))) {
          throw new IllegalArgumentException(
              "%s: expected rising numbers, found %s after %s"
                  .formatted(key, numbers.get(i), numbers.get(i - 1)));
        }
      }
    }

    LocalDate day() {
      return LocalDate.parse(validFrom);
    }
  }
}
