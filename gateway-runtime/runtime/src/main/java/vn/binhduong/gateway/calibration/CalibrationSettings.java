package vn.binhduong.gateway.calibration;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// When an instrument was calibrated, and what its values are corrected by; published in its birth
/// message.
///
/// @param serial the instrument it is of; values of another are not corrected
/// @param date day of the calibration
/// @param due day the next is due
/// @param remind how long before that day it is told
/// @param certificate number of the certificate
/// @param channels what is done to the values, by channel; empty when the instrument does it itself
public record CalibrationSettings(
    @Option(
            doc =
                "Serial of the instrument it is of; values of another are not corrected. Needed with"
                    + " 'channels'.",
            optional = true,
            min = "1",
            max = "64",
            example = "SN-0042")
        @Nullable String serial,
    @Option(
            doc = "Day of the calibration.",
            pattern = CorrectionSettings.DAY,
            example = "2026-03-01")
        String date,
    @Option(
            doc = "Day the next one is due.",
            pattern = CorrectionSettings.DAY,
            optional = true,
            example = "2027-03-01")
        @Nullable String due,
    @Option(
            doc = "How long before that day an alarm 'calibration-due' tells of it.",
            fallback = "30d",
            min = "0s",
            max = "365d")
        Duration remind,
    @Option(
            doc = "Number of the certificate.",
            optional = true,
            min = "1",
            max = "64",
            example = "BD-2026-17")
        @Nullable String certificate,
    @Option(
            doc = "What the values are corrected by, by channel; left out, they stay as they are.",
            pattern = "[a-z][a-z0-9_]{0,31}",
            max = "256",
            example = "pm2_5")
        Map<String, CorrectionSettings> channels) {
  /// Alarm: somebody works on the instrument.
  public static final String CALIBRATING = "calibrating";

  /// Alarm: a calibration stands in the configuration and is not used.
  public static final String UNUSED = "calibration-unused";

  /// Alarm: the next calibration comes near.
  public static final String DUE = "calibration-due";

  /// Alarm: the day of the next calibration is over.
  public static final String OVERDUE = "calibration-overdue";

  /// The codes of the alarms that the gateway raises by itself.
  public static final Set<String> ALARMS = Set.of(CALIBRATING, UNUSED, DUE, OVERDUE);

  public CalibrationSettings {
    channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
    ordered("", date, due);
    channels.forEach(
        (channel, each) ->
            ordered(channel + ": ", each.date() == null ? date : each.date(), each.due()));
    if (serial == null && !channels.isEmpty()) {
      throw new IllegalArgumentException(
          "serial: expected that of the instrument whose values are corrected");
    }
  }

  private static void ordered(String of, String date, @Nullable String due) {
    LocalDate done = day(of + "date", date);
    if (due != null && !day(of + "due", due).isAfter(done)) {
      throw new IllegalArgumentException("%sdue: expected a day after %s".formatted(of, date));
    }
  }

  private static LocalDate day(String field, String day) {
    try {
      return LocalDate.parse(day);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s: expected a day of the calendar, found %s".formatted(field, day), e);
    }
  }

  /// The first day on which the instrument or a channel of it is due; empty when none is known.
  public Optional<LocalDate> firstDue() {
    return Stream.concat(
            Stream.ofNullable(due),
            channels.values().stream().map(CorrectionSettings::due).filter(Objects::nonNull))
        .map(LocalDate::parse)
        .min(LocalDate::compareTo);
  }
}
