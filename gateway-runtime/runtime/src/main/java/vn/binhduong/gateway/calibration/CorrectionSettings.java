package vn.binhduong.gateway.calibration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// How the values of one channel are corrected: a line, or a table of points.
///
/// @param gain what a value is multiplied by, before the offset; 1 when left out
/// @param offset what is added, in the unit of the channel; 0 when left out
/// @param shown what the instrument showed at each point, ascending
/// @param reference what was true at each point
/// @param date day of the calibration of this channel, when it is not that of the instrument
/// @param due day the next of this channel is due, when it is not that of the instrument
/// @param certificate number of its certificate, when it is not that of the instrument
public record CorrectionSettings(
    @Option(
            doc = "What a value is multiplied by, before the offset is added; 1 when left out.",
            optional = true,
            min = "-1000",
            max = "1000",
            example = "0.97")
        @Nullable Double gain,
    @Option(
            doc = "What is added, in the unit of the channel; 0 when left out.",
            optional = true,
            min = "-1e9",
            max = "1e9",
            example = "-1.5")
        @Nullable Double offset,
    @Option(
            doc =
                "Of a table: what the instrument showed at each point, ascending. Between the points"
                    + " the difference to the reference is linear, outside them that of the nearest.",
            max = "32")
        List<Double> shown,
    @Option(doc = "Of a table: what was true at each point.", max = "32") List<Double> reference,
    @Option(
            doc = "Day this channel was calibrated, when it was not with the instrument.",
            pattern = CorrectionSettings.DAY,
            optional = true)
        @Nullable String date,
    @Option(
            doc = "Day the next calibration of this channel is due, when it has its own.",
            pattern = CorrectionSettings.DAY,
            optional = true)
        @Nullable String due,
    @Option(
            doc = "Number of the certificate of this channel, when it has its own.",
            optional = true,
            min = "1",
            max = "64")
        @Nullable String certificate) {
  /// A day of a calibration.
  public static final String DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

  /// Most points of a table.
  public static final int POINTS_MAX = 32;

  public CorrectionSettings {
    shown = List.copyOf(shown);
    reference = List.copyOf(reference);
    boolean line = gain != null || offset != null;
    if (line == !shown.isEmpty()) {
      throw new IllegalArgumentException(
          "expected a gain, an offset, or both, or a table of shown and reference");
    }
    if (shown.size() != reference.size() || shown.size() == 1) {
      throw new IllegalArgumentException(
          "shown and reference: expected as many of each and at least 2, found %d and %d"
              .formatted(shown.size(), reference.size()));
    }
    if (gain != null && gain == 0) {
      throw new IllegalArgumentException("gain: expected a number that is not 0");
    }
    for (int i = 1; i < shown.size(); i++) {
      if (!(shown.get(i - 1) < shown.get(i))) {
        throw new IllegalArgumentException(
            "shown: expected ascending numbers, found %s before %s"
                .formatted(shown.get(i - 1), shown.get(i)));
      }
    }
  }

  /// Gain and offset; null is left out.
  public static CorrectionSettings line(@Nullable Double gain, @Nullable Double offset) {
    return new CorrectionSettings(gain, offset, List.of(), List.of(), null, null, null);
  }

  /// Points, ascending by what was shown.
  public static CorrectionSettings table(List<Double> shown, List<Double> reference) {
    return new CorrectionSettings(null, null, shown, reference, null, null, null);
  }

  /// The same with a certificate of its own.
  public CorrectionSettings with(String date, @Nullable String due, @Nullable String certificate) {
    return new CorrectionSettings(gain, offset, shown, reference, date, due, certificate);
  }

  /// The reading as it would be of a true instrument. One without a value stays as it is; one that
  /// leaves the range of numbers is BAD_SENSOR.
  public Reading correct(Reading raw) {
    if (!raw.quality().hasValue()) {
      return raw;
    }
    double value = shown.isEmpty() ? line(raw.value()) : raw.value() + difference(raw.value());
    return Double.isFinite(value)
        ? new Reading(raw.channel(), value, raw.quality())
        : raw.withQuality(Quality.BAD_SENSOR);
  }

  private double line(double value) {
    return (gain == null ? value : gain * value) + (offset == null ? 0 : offset);
  }

  /// What is missing to the truth, between the points about `value`.
  private double difference(double value) {
    int above = 0;
    while (above < shown.size() && shown.get(above) < value) {
      above++;
    }
    if (above == 0) {
      return reference.getFirst() - shown.getFirst();
    }
    int below = above - 1;
    double least = reference.get(below) - shown.get(below);
    if (above == shown.size()) {
      return least;
    }
    double part = (value - shown.get(below)) / (shown.get(above) - shown.get(below));
    return least + part * (reference.get(above) - shown.get(above) - least);
  }
}
