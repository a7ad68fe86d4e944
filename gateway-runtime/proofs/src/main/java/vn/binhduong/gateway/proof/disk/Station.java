package vn.binhduong.gateway.proof.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// A program: prints what sixty days of a realistic station take on the disk: 30 devices with 200
/// channels together, periods of 10 s to 60 s, values that wander with noise and have one or two
/// decimals. `Station DIRECTORY [HOURS]` writes that many hours as the gateway would, one commit a
/// second, and extrapolates.
public final class Station {
  private static final int DEVICES = 30;
  private static final int CHANNELS = 200;
  private static final int[] EVERY_SECONDS = {10, 15, 20, 30, 60};
  private static final long DAY_SECONDS = 86_400;

  private Station() {}

  /// Runs it.
  public static void main(String... args) throws IOException, InterruptedException {
    Path directory = Path.of(args[0]);
    long seconds = 3_600 * (args.length > 1 ? Long.parseLong(args[1]) : 6);
    Random random = new Random(1);
    List<List<Channel>> channels = new ArrayList<>();
    double[][] values = new double[DEVICES][];
    for (int d = 0; d < DEVICES; d++) {
      int count = CHANNELS * (d + 1) / DEVICES - CHANNELS * d / DEVICES;
      List<Channel> list = new ArrayList<>();
      values[d] = new double[count];
      for (int c = 0; c < count; c++) {
        list.add(new Channel("c" + c, Unit.CELSIUS, -1_000, 1_000, "a quantity"));
        values[d][c] = 20 + 30 * random.nextDouble();
      }
      channels.add(list);
    }
    long samples = 0;
    long readings = 0;
    try (Store store =
        Store.open(
            StoreSettings.DEFAULTS,
            directory,
            () -> new BootTime(Field.BOOT, System.nanoTime() & Long.MAX_VALUE),
            InstantSource.system())) {
      for (long second = 0; second < seconds; second++) {
        long before = samples;
        for (int d = 0; d < DEVICES; d++) {
          if ((second + d) % EVERY_SECONDS[d % EVERY_SECONDS.length] == 0) {
            long nanos = second * 1_000_000_000L + 1_000_000L * d + random.nextInt(900_000);
            store.append(sample("dev" + d, nanos, channels.get(d), values[d], random));
            samples++;
            readings += values[d].length;
          }
        }
        store.commitNow();
        while (samples > before && store.figures().entries() < samples) {
          TimeUnit.MICROSECONDS.sleep(50);
        }
      }
    }
    double bytes = Bytes.below(directory.resolve("segments"));
    double days = (double) seconds / DAY_SECONDS;
    row("simulated, hours", seconds / 3_600.0);
    row("samples a day", samples / days);
    row("readings a day", readings / days);
    row("bytes a reading, stored", bytes / readings);
    row("MiB a day, stored", bytes / days / (1 << 20));
    row("MiB for 60 days", 60 * bytes / days / (1 << 20));
    row("days within the default budget", days * StoreSettings.DEFAULTS.budgetBytes() / bytes);
  }

  private static Sample sample(
      String device, long nanos, List<Channel> channels, double[] values, Random random) {
    List<Reading> readings = new ArrayList<>(values.length);
    for (int c = 0; c < values.length; c++) {
      values[c] += 0.2 * random.nextGaussian();
      double steps = c % 2 == 0 ? 10 : 100;
      readings.add(channels.get(c).reading(Math.rint(values[c] * steps) / steps));
    }
    return new Sample(device, new BootTime(Field.BOOT, nanos), readings);
  }

  private static void row(String name, double value) {
    System.out.println(String.format(Locale.ROOT, "%-36s %,14.1f", name, value));
  }
}
