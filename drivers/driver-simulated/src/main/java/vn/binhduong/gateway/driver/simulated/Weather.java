package vn.binhduong.gateway.driver.simulated;

import static vn.binhduong.gateway.driver.simulated.Noise.clamp;
import static vn.binhduong.gateway.driver.simulated.Noise.quantised;
import static vn.binhduong.gateway.driver.simulated.Noise.smooth;

import java.time.Instant;

/// The weather at one instant, to the resolution of a compact ultrasonic station.
///
/// One hidden state, showers and clouds, drives all quantities, so that they fit together: a shower
/// darkens the sun, cools and moistens the air and brings gusts.
///
/// @param temperature degrees Celsius, steps of 0.1
/// @param humidity relative, percent, steps of 0.1
/// @param pressure hectopascal at the station, steps of 0.1
/// @param windSpeed metres per second, steps of 0.1
/// @param windDirection degrees from north, 0 to 359, where it blows from
/// @param rain intensity in millimetres per hour, steps of 0.2
/// @param solar global irradiance in watts per square metre, steps of 1
public record Weather(
    double temperature,
    double humidity,
    double pressure,
    double windSpeed,
    double windDirection,
    double rain,
    double solar) {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  /// The weather of a seed at an instant. Pure: the same arguments give the same weather for ever.
  public static Weather at(long seed, Instant at) {
    double storm = storm(seed, at);
    double wet = clamp(storm / 0.2, 0, 1);
    double cloud = clamp(0.35 + 0.45 * smooth(seed, 2, 4 * HOUR, at) + 0.5 * wet, 0, 1);

    double temperature =
        27.8
            + 4.5 * LocalDay.wave(at, 14.5, 24)
            + 1.2 * smooth(seed, 3, 30 * HOUR, at)
            + 0.15 * smooth(seed, 4, 5 * MINUTE, at)
            - 3.5 * wet
            - 0.8 * cloud;
    double dewPoint =
        Math.min(temperature - 0.2, 22.8 + 1.2 * smooth(seed, 5, 12 * HOUR, at) + 0.8 * wet);
    double pressure =
        1009.5
            + 1.6
                * LocalDay.wave(
                    at, 10, 12) // the tide of the air: tropical pressure peaks at 10 and 22
            + 2.5 * smooth(seed, 6, 48 * HOUR, at)
            + 0.05 * smooth(seed, 7, 10 * MINUTE, at);
    double breeze =
        1.4
            + 1.2 * Math.max(0, LocalDay.wave(at, 14, 24))
            + 0.8 * smooth(seed, 8, HOUR, at)
            + 3.5 * wet;
    double gusts = 1 + 0.35 * smooth(seed, 9, 7, at) + 0.25 * smooth(seed, 10, 40, at);
    double direction =
        130
            + 60 * smooth(seed, 11, 6 * HOUR, at)
            + 25 * smooth(seed, 12, MINUTE, at)
            + 10 * smooth(seed, 13, 8, at);
    double clearSky = 1050 * StrictMath.pow(Math.max(0, LocalDay.sunHeight(at)), 1.15);
    double solar =
        clearSky
            * (1 - 0.75 * StrictMath.pow(cloud, 1.5))
            * (1 + 0.04 * smooth(seed, 14, MINUTE, at));

    return new Weather(
        quantised(temperature, 10),
        quantised(relativeHumidity(temperature, dewPoint), 10),
        quantised(pressure, 10),
        quantised(Math.max(0, breeze * gusts), 10),
        quantised(direction, 1) % 360,
        quantised(rain(seed, at, storm), 5),
        quantised(solar, 1));
  }

  /// How deep in a shower, 0 outside; showers come mostly in the afternoon.
  private static double storm(long seed, Instant at) {
    double afternoon = Math.max(0, LocalDay.wave(at, 16.5, 24));
    double depth =
        0.65 * smooth(seed, 0, 3 * HOUR, at)
            + 0.35 * smooth(seed, 1, 40 * MINUTE, at)
            + 0.25 * afternoon;
    return Math.max(0, depth - 0.55);
  }

  private static double rain(long seed, Instant at, double storm) {
    return clamp(150 * storm * (0.8 + 0.2 * smooth(seed, 15, 2 * MINUTE, at)), 0, 120);
  }

  /// Magnus formula (WMO-No. 8, annex 4.B, simplified over water).
  private static double relativeHumidity(double temperature, double dewPoint) {
    return 100
        * StrictMath.exp(
            17.62 * dewPoint / (243.12 + dewPoint) - 17.62 * temperature / (243.12 + temperature));
  }
}
