package vn.binhduong.gateway.proof.sensors;

/// The line of least squares through some points, and how sure its slope is. Pure.
///
/// @param perUnit y per x
/// @param error half the width of the interval of 95 % confidence, from the scatter of the points
record Slope(double perUnit, double error) {
  /// Of Student's distribution for twenty points and more, 95 %, rounded up.
  private static final double STUDENT = 2.1;

  /// @param x at least three different ones
  static Slope of(double[] x, double[] y) {
    int n = x.length;
    if (n < 3 || y.length != n) {
      throw new IllegalArgumentException("expected at least 3 points, found " + n);
    }
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += x[i] / n;
      meanY += y[i] / n;
    }
    double xx = 0;
    double xy = 0;
    for (int i = 0; i < n; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = xy / xx;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double off = y[i] - meanY - slope * (x[i] - meanX);
      squares += off * off;
    }
    return new Slope(slope, STUDENT * Math.sqrt(squares / (n - 2) / xx));
  }
}
