package vn.binhduong.gateway.contract;

import java.util.Locale;
import java.util.Random;

/// Prints bytes of payload per reading: 7 channels, 6 and 60 samples a message, every form; once
/// with times on the whole second and once with times as a bus gives them, some milliseconds late.
public final class BytesPerReading {
  static final int CHANNELS = 7;
  private static final String[] NAMES = {"pm25", "pm10", "t", "rh", "p", "noise", "wind_speed"};
  private static final String[] UNITS = {"ug/m3", "ug/m3", "Cel", "%RH", "hPa", "dB", "m/s"};
  private static final double[] MEANS = {23, 41, 31, 66, 1008, 62, 2.4};

  private BytesPerReading() {}

  static Batch station(int samples, boolean lateByMillis) {
    Random random = new Random(7);
    Batch.Builder builder =
        Batch.builder(Examples.PREFIX, "aq1", Examples.EPOCH, 100_001, ClockState.SYNCED);
    double[] values = MEANS.clone();
    for (int sample = 0; sample < samples; sample++) {
      long late = lateByMillis ? 5 + random.nextInt(40) : 0;
      builder.row(Examples.TIME + 10_000L * sample + late);
      for (int channel = 0; channel < CHANNELS; channel++) {
        values[channel] += random.nextGaussian() * MEANS[channel] / 200;
        builder.reading(NAMES[channel], UNITS[channel], Math.rint(values[channel] * 10) / 10);
      }
    }
    return builder.build();
  }

  static double of(Encoding encoding, boolean compress, int samples, boolean lateByMillis) {
    return new SenmlEncoder(encoding, compress).encode(station(samples, lateByMillis)).length
        / (double) (samples * CHANNELS);
  }

  public static void main(String[] args) {
    System.out.println("bytes of payload per reading    6 samples  60 samples");
    for (boolean late : new boolean[] {false, true}) {
      for (Encoding encoding : Encoding.values()) {
        for (boolean compress : new boolean[] {false, true}) {
          System.out.println(
              String.format(
                  Locale.ROOT,
                  "%-4s %-10s %-14s %10.2f %11.2f",
                  encoding,
                  compress ? "compressed" : "",
                  late ? "5-45 ms late" : "on the second",
                  of(encoding, compress, 6, late),
                  of(encoding, compress, 60, late)));
        }
      }
    }
  }
}
