package vn.binhduong.gateway.driver.simulated;

import static vn.binhduong.gateway.driver.simulated.Noise.quantised;
import static vn.binhduong.gateway.driver.simulated.Noise.smooth;

import java.time.Instant;

/// The air beside the street at one instant: what traffic emits, thinned by wind and sun and washed
/// out by rain. All in micrograms per cubic metre.
///
/// @param pm1 particles up to 1 µm, steps of 0.1
/// @param pm25 particles up to 2.5 µm, steps of 0.1, never less than `pm1`
/// @param pm10 particles up to 10 µm, steps of 0.1, never less than `pm25`
/// @param no2 nitrogen dioxide, steps of 0.1
/// @param o3 ozone, steps of 0.1
/// @param co carbon monoxide, steps of 1
public record Air(double pm1, double pm25, double pm10, double no2, double o3, double co) {
  private static final double HOUR = 3600;

  /// The air of a seed at an instant, in the weather of the same seed. Pure.
  public static Air at(long seed, Instant at) {
    Weather weather = Weather.at(seed, at);
    double traffic = LocalDay.traffic(at);
    double still = 1 / (1 + 0.25 * weather.windSpeed() + weather.solar() / 900);
    double washed = 1 / (1 + weather.rain() / 12);
    double emitted = (0.35 + traffic) * still;

    double background = 14 + 7 * smooth(seed, 30, 20 * HOUR, at);
    double pm25 = Math.max(1, (background + 42 * emitted + 2 * smooth(seed, 31, 45, at)) * washed);
    double fine = 0.66 + 0.06 * smooth(seed, 32, 2 * HOUR, at);
    double coarse = (6 + 16 * traffic + 3 * smooth(seed, 33, 90, at)) * washed;
    double no2 = Math.max(2, 9 + 62 * emitted + 3 * smooth(seed, 34, 120, at));
    double o3 =
        Math.max(2, 34 + 95 * weather.solar() / 1000 - 0.45 * no2 + 4 * smooth(seed, 35, HOUR, at));
    double co = Math.max(100, 420 + 2100 * emitted + 60 * smooth(seed, 36, 60, at));

    return new Air(
        quantised(fine * pm25, 10),
        quantised(pm25, 10),
        quantised(pm25 + Math.max(0.5, coarse), 10),
        quantised(no2, 10),
        quantised(o3, 10),
        quantised(co, 1));
  }
}
