package vn.binhduong.gateway.ioc.street;

/// Reproducible curves: a day curve plus noise that depends on seed, channel and second only, so
/// that an instrument asked twice in one second shows the same, like a real one.
///
/// @param seed of the street
/// @param channel makes the noise of two channels different
record Noise(long seed, int channel) {
  private static final double DAY_MILLIS = 86_400_000.0;

  /// A value that swings once a day and wanders around that.
  ///
  /// @param millis milliseconds since 1970
  /// @param mean middle of the day curve
  /// @param swing half the distance between night and day
  /// @param wander greatest distance from the curve
  double dayCurve(long millis, double mean, double swing, double wander) {
    // 14:00 local time (UTC+7) is the top of the curve.
    double phase = 2 * Math.PI * (millis / DAY_MILLIS - 7.0 / 24);
    return mean + swing * Math.cos(phase) + wander * (2 * unit(millis / 1000) - 1);
  }

  /// A number in [0,1) for a second.
  double unit(long second) {
    long z =
        seed * 0x9E3779B97F4A7C15L + second * 0xBF58476D1CE4E5B9L + channel * 0x94D049BB133111EBL;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
  }
}
