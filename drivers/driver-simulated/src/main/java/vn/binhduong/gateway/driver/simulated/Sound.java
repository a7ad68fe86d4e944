package vn.binhduong.gateway.driver.simulated;

import static vn.binhduong.gateway.driver.simulated.Noise.clamp;
import static vn.binhduong.gateway.driver.simulated.Noise.quantised;
import static vn.binhduong.gateway.driver.simulated.Noise.smooth;

import java.time.Instant;

/// The sound level beside the street.
final class Sound {
  private static final double QUIET_DB = 42;
  private static final double RUSH_HOUR_DB = 73;

  private Sound() {}

  /// A-weighted level in decibel, steps of 0.1: traffic, rain on roofs and a horn now and then,
  /// added as energies. Pure.
  static double levelAt(long seed, Instant at) {
    double traffic =
        RUSH_HOUR_DB + 10 * StrictMath.log10(LocalDay.traffic(at)) + 4 * smooth(seed, 40, 3, at);
    double rain = 40 + 8 * StrictMath.log10(1 + Weather.at(seed, at).rain());
    double horn = 60 + 30 * clamp(6 * (smooth(seed, 41, 2, at) - 0.85), 0, 1);
    double energy = power(QUIET_DB) + power(traffic) + power(rain) + (horn > 60 ? power(horn) : 0);
    return quantised(10 * StrictMath.log10(energy), 10);
  }

  private static double power(double decibel) {
    return StrictMath.pow(10, decibel / 10);
  }
}
