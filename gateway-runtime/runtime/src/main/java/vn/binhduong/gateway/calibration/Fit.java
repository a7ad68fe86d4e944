package vn.binhduong.gateway.calibration;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;

/// The correction that leads through points: of one an offset, of two a line, of more a table.
public final class Fit {
  /// Digits of what is computed; no instrument of a street has more.
  private static final MathContext DIGITS = new MathContext(9);

  /// Least and greatest slope of two points; beyond it they are not two points of one instrument.
  private static final double GAIN_MIN = 0.01;

  private static final double GAIN_MAX = 100;

  private Fit() {}

  /// Fits one channel.
  ///
  /// @param points at least one, of one channel
  /// @throws IllegalArgumentException when there are more than [CorrectionSettings#POINTS_MAX], two
  ///   have shown the same, or two lead to a line that no instrument has; the message is for people
  public static CorrectionSettings through(List<CalibrationPoint> points) {
    List<CalibrationPoint> sorted =
        points.stream().sorted(Comparator.comparingDouble(CalibrationPoint::shown)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (rounded(sorted.get(i - 1).shown()) >= rounded(sorted.get(i).shown())) {
        throw new IllegalArgumentException(
            "the instrument showed %s for %s and for %s: expected different values"
                .formatted(
                    rounded(sorted.get(i).shown()),
                    sorted.get(i - 1).reference(),
                    sorted.get(i).reference()));
      }
    }
    if (sorted.size() > CorrectionSettings.POINTS_MAX) {
      throw new IllegalArgumentException(
          "expected at most %d points, found %d"
              .formatted(CorrectionSettings.POINTS_MAX, sorted.size()));
    }
    return switch (sorted.size()) {
      case 0 -> throw new IllegalArgumentException("expected at least one point");
      case 1 -> {
        CalibrationPoint only = sorted.getFirst();
        yield CorrectionSettings.line(null, rounded(only.reference() - only.shown()));
      }
      case 2 -> line(sorted.getFirst(), sorted.getLast());
      default ->
          CorrectionSettings.table(
              sorted.stream().map(point -> rounded(point.shown())).toList(),
              sorted.stream().map(point -> rounded(point.reference())).toList());
    };
  }

  private static CorrectionSettings line(CalibrationPoint low, CalibrationPoint high) {
    double gain = rounded((high.reference() - low.reference()) / (high.shown() - low.shown()));
    if (!(Math.abs(gain) >= GAIN_MIN && Math.abs(gain) <= GAIN_MAX)) {
      throw new IllegalArgumentException(
          "two points lead to a gain of %s: expected one of %s to %s"
              .formatted(gain, GAIN_MIN, GAIN_MAX));
    }
    return CorrectionSettings.line(gain, rounded(low.reference() - gain * low.shown()));
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
