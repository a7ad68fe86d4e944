package vn.binhduong.gateway.driver.simulated;

import java.time.Instant;

/// Smooth pseudo-random curves over time: the same seed gives the same curve for ever, on any
/// machine, whenever one begins to look.
///
/// Value noise: a hash gives one number to each multiple of a period, and between them the curve
/// follows a smoothstep.
final class Noise {
  private Noise() {}

  /// A curve between -1 and 1 that changes within about `periodSeconds`.
  ///
  /// @param seed of the instrument
  /// @param curve number of the curve, so that curves of one seed are independent
  static double smooth(long seed, int curve, double periodSeconds, Instant at) {
    double position = at.toEpochMilli() / 1000.0 / periodSeconds;
    long left = (long) Math.floor(position);
    double part = position - left;
    double weight = part * part * (3 - 2 * part);
    double from = 2 * unit(hash(seed, curve, left)) - 1;
    double to = 2 * unit(hash(seed, curve, left + 1)) - 1;
    return from + weight * (to - from);
  }

  /// A well-mixed number of three (the finaliser of SplitMix64 after each).
  static long hash(long seed, int curve, long index) {
    return mix(mix(mix(seed) + curve) + index);
  }

  /// The upper 53 bits as a number from 0 (included) to 1 (excluded).
  static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  static double clamp(double value, double min, double max) {
    return Math.min(max, Math.max(min, value));
  }

  /// The value an instrument with this many steps per unit shows.
  static double quantised(double value, int stepsPerUnit) {
    return Math.round(value * stepsPerUnit) / (double) stepsPerUnit;
  }
}
