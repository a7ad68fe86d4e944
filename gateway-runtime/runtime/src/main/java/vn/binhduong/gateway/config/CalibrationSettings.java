package vn.binhduong.gateway.config;

import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// When an instrument was calibrated; published in its birth message.
///
/// @param date day of the calibration
/// @param due day the next is due
/// @param certificate number of the certificate
public record CalibrationSettings(
    @Option(
            doc = "Day of the calibration.",
            pattern = CalibrationSettings.DAY,
            example = "2026-03-01")
        String date,
    @Option(
            doc = "Day the next one is due.",
            pattern = CalibrationSettings.DAY,
            optional = true,
            example = "2027-03-01")
        @Nullable String due,
    @Option(doc = "Number of the certificate.", optional = true, min = "1", max = "64")
        @Nullable String certificate) {
  static final String DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
}
