package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import vn.binhduong.gateway.driver.Option;

/// Legal limits as a dated data file; `profiles/limits/vn-air.yaml` is shipped.
///
/// @param name of the regulation
/// @param unit of all its limits, SenML symbol
/// @param limits by name, the oldest value first
/// @param utcOffset local time minus UTC, whole hours: a limit begins with the local day
public record LimitsSettings(
    @Option(doc = "Name of the regulation.", min = "1", max = "100", example = "QCVN 05:2023/BTNMT")
        String name,
    @Option(doc = "Unit of the limits, SenML symbol.", min = "1", max = "16", example = "ug/m3")
        String unit,
    @Option(
            doc = "Values with their first day, by limit.",
            pattern = "[a-z0-9][a-z0-9-]{0,31}",
            min = "1",
            max = "256",
            example = "pm25-24h")
        Map<String, List<Dated>> limits,
    @Option(doc = "Local time minus UTC, whole hours.", fallback = "7h", min = "0h", max = "14h")
        Duration utcOffset) {
  public LimitsSettings {
    limits.forEach(
        (limit, values) -> {
          if (values.isEmpty()) {
            throw new IllegalArgumentException("limits." + limit + ": expected a value");
          }
          for (int i = 1; i < values.size(); i++) {
            if (!values.get(i - 1).day().isBefore(values.get(i).day())) {
              throw new IllegalArgumentException(
                  "limits.%s: expected the oldest first, each day once".formatted(limit));
            }
          }
        });
  }

  /// What holds on a day; empty before the first value and for a limit that is not in the file.
  OptionalDouble on(String limit, LocalDate day) {
    return limits.getOrDefault(limit, List.of()).reversed().stream()
        .filter(each -> !each.day().isAfter(day))
        .mapToDouble(Dated::value)
        .findFirst();
  }

  /// A value from one day on.
  ///
  /// @param validFrom first day, local time
  /// @param value in the unit of the file
  public record Dated(
      @Option(
              doc = "First day it holds, local time.",
              pattern = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
              example = "2026-01-01")
          String validFrom,
      @Option(doc = "The limit.", example = "45") double value) {
    LocalDate day() {
      return LocalDate.parse(validFrom);
    }
  }
}
