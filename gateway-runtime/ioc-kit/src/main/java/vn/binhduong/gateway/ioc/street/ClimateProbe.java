package vn.binhduong.gateway.ioc.street;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// The XY-MD02 temperature and humidity probe: function code 4, register 1 temperature in 0.1 Cel,
/// signed, register 2 humidity in 0.1 %RH.
final class ClimateProbe implements Instrument {
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  private final long seed;

  ClimateProbe(long seed) {
    this.seed = seed;
  }

  @Override
  public int functionCode() {
    return 4;
  }

  @Override
  public Reading at(long millis) {
    long temperature = Math.round(new Noise(seed, 21).dayCurve(millis, 295, 38, 4));
    long humidity = Math.round(new Noise(seed, 22).dayCurve(millis, 700, -160, 9));
    return new Reading(
        1,
        List.of((int) (temperature & 0xFFFF), (int) humidity),
        Map.of("temperature", tenths(temperature), "humidity", tenths(humidity)));
  }

  private static double tenths(long raw) {
    return BigDecimal.valueOf(raw).multiply(TENTH).doubleValue();
  }
}
