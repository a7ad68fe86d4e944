package vn.binhduong.gateway.ioc.street;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The Renke ultrasonic weather station: function code 3, 16 registers from 500 in one request
/// (wind speed in 0.01 m/s, humidity in 0.1 %RH, temperature in 0.1 Cel, signed, and so on).
final class WeatherStation implements Instrument {
  private static final int ADDRESS = 500;
  private static final int REGISTERS = 16;

  private final long seed;

  WeatherStation(long seed) {
    this.seed = seed;
  }

  @Override
  public int functionCode() {
    return 3;
  }

  @Override
  public Reading at(long millis) {
    List<Integer> block = new ArrayList<>(Collections.nCopies(REGISTERS, 0));
    Map<String, Double> values = new HashMap<>();
    put(block, values, 500, "wind_speed", "0.01", wander(1, millis, 260, 90, 140));
    put(
        block,
        values,
        503,
        "wind_direction",
        "1",
        Math.floorMod(wander(2, millis, 200, 70, 30), 360));
    put(block, values, 504, "humidity", "0.1", wander(3, millis, 740, -150, 12));
    put(block, values, 505, "temperature", "0.1", wander(4, millis, 288, 42, 6));
    put(block, values, 506, "noise", "0.1", wander(5, millis, 640, 60, 70));
    put(block, values, 507, "pm25", "1", wander(6, millis, 32, -8, 6));
    put(block, values, 508, "pm10", "1", wander(7, millis, 58, -12, 9));
    // 0.1 kPa is 1 hPa.
    put(block, values, 509, "pressure", "1", wander(8, millis, 1008, 2, 1));
    return new Reading(ADDRESS, block, values);
  }

  private long wander(int channel, long millis, double mean, double swing, double wander) {
    return Math.round(new Noise(seed, channel).dayCurve(millis, mean, swing, wander));
  }

  private static void put(
      List<Integer> block,
      Map<String, Double> values,
      int address,
      String channel,
      String scale,
      long raw) {
    block.set(address - ADDRESS, (int) (raw & 0xFFFF));
    values.put(channel, BigDecimal.valueOf(raw).multiply(new BigDecimal(scale)).doubleValue());
  }
}
