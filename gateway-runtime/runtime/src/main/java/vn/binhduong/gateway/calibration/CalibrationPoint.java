package vn.binhduong.gateway.calibration;

/// What an instrument showed while the truth was known.
///
/// @param channel the channel
/// @param shown mean of what it showed, uncorrected, in the unit of the channel; finite
/// @param reference what was true, in the unit of the channel; finite
/// @param deviation standard deviation of what it showed, at least 0
/// @param samples how many it is the mean of, at least 1
public record CalibrationPoint(
    String channel, double shown, double reference, double deviation, int samples) {
  public CalibrationPoint {
    if (!Double.isFinite(shown) || !Double.isFinite(reference)) {
      throw new IllegalArgumentException(
          "shown and reference: expected finite numbers, found %s and %s"
              .formatted(shown, reference));
    }
    if (!(deviation >= 0) || samples < 1) {
      throw new IllegalArgumentException(
          "deviation and samples: expected at least 0 and 1, found %s and %d"
              .formatted(deviation, samples));
    }
  }
}
