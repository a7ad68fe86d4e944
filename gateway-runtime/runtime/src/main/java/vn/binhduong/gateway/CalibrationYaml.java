package vn.binhduong.gateway;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.calibration.CalibrationSettings;
import vn.binhduong.gateway.calibration.CorrectionSettings;
import vn.binhduong.gateway.settings.Durations;

/// A calibration as one line of a configuration file.
final class CalibrationYaml {
  private CalibrationYaml() {}

  /// In braces, as the value of `calibration`.
  static String of(CalibrationSettings calibration) {
    List<String> parts = new ArrayList<>();
    text(parts, "serial", calibration.serial());
    certificate(parts, calibration.date(), calibration.due(), calibration.certificate());
    parts.add("remind: " + Durations.format(calibration.remind()));
    parts.add(
        calibration.channels().entrySet().stream()
            .map(CalibrationYaml::channel)
            .collect(Collectors.joining(", ", "channels: {", "}")));
    return "{" + String.join(", ", parts) + "}";
  }

  private static String channel(Map.Entry<String, CorrectionSettings> entry) {
    CorrectionSettings correction = entry.getValue();
    List<String> parts = new ArrayList<>();
    number(parts, "gain", correction.gain());
    number(parts, "offset", correction.offset());
    if (!correction.shown().isEmpty()) {
      parts.add("shown: " + numbers(correction.shown()));
      parts.add("reference: " + numbers(correction.reference()));
    }
    certificate(parts, correction.date(), correction.due(), correction.certificate());
    return "%s: {%s}".formatted(entry.getKey(), String.join(", ", parts));
  }

  private static void certificate(
      List<String> parts,
      @Nullable String date,
      @Nullable String due,
      @Nullable String certificate) {
    text(parts, "date", date);
    text(parts, "due", due);
    text(parts, "certificate", certificate);
  }

  private static void text(List<String> parts, String key, @Nullable String value) {
    if (value != null) {
      parts.add("%s: '%s'".formatted(key, value.replace("'", "''")));
    }
  }

  private static void number(List<String> parts, String key, @Nullable Double value) {
    if (value != null) {
      parts.add("%s: %s".formatted(key, number(value)));
    }
  }

  private static String numbers(List<Double> values) {
    return values.stream().map(CalibrationYaml::number).collect(Collectors.joining(", ", "[", "]"));
  }

  /// The number without an exponent, with every digit that it has.
  static String number(double value) {
    BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
    return decimal.scale() < 0 ? decimal.setScale(0).toPlainString() : decimal.toPlainString();
  }
}
