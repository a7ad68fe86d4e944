package vn.binhduong.gateway.proof.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreFigures;
import vn.binhduong.gateway.store.StoreSettings;

/// A program: pours samples of years into a store, as fast as it takes them, with nobody taking any
/// out. `Flood DIRECTORY SEED BYTES BUDGET-MIB FLOOR-MIB`. Its last lines say what it saw.
public final class Flood {
  private static final long QUEUE_BYTES_MAX = 1 << 20;
  private static final long LOOK_MILLIS = 20;

  private Flood() {}

  /// The instruments: two quick ones, two slow ones that only hours can condense, and one that
  /// speaks by itself.
  static List<Field> fields(long seed) {
    return List.of(
        new Field(seed, "quick1", 10_000, 40, true),
        new Field(seed, "quick2", 10_000, 40, true),
        new Field(seed, "slow1", 720_000, 40, true),
        new Field(seed, "slow2", 720_000, 40, true),
        new Field(seed, "radar", 7_000, 2, false));
  }

  /// How many of a hundred samples each of them gives.
  private static final int[] PARTS = {15, 15, 33, 33, 4};

  /// Runs it.
  public static void main(String... args) throws IOException, InterruptedException {
    Path directory = Path.of(args[0]);
    long seed = Long.parseLong(args[1]);
    long bytes = Long.parseLong(args[2]);
    StoreSettings settings =
        new StoreSettings(
            Duration.ofMillis(200),
            Integer.parseInt(args[3]),
            16,
            Duration.ofHours(6),
            8192,
            Duration.ofDays(60),
            Integer.parseInt(args[4]));
    List<Field> fields = fields(seed);
    // Two days ago, so that the gateway that delivers it may delete it for its age.
    InstantSource past = () -> InstantSource.system().instant().minus(Duration.ofDays(2));
    long[] produced = new long[fields.size()];
    Random random = new Random(seed);
    AtomicBoolean done = new AtomicBoolean();
    Meter meter = new Meter(directory, settings.budgetBytes(), done);
    try (Store store = Store.open(settings, directory, Flood::now, past)) {
      store.record(
          new ClockOffset(Field.BOOT, 0, Field.BASE_MILLIS * 1_000_000, ClockState.SYNCED));
      List<List<Channel>> channels = new ArrayList<>();
      for (Field field : fields) {
        channels.add(field.list());
        if (field.condensable()) {
          store.condensable(field.device());
        }
      }
      Thread thread = Thread.ofPlatform().daemon().start(meter);
      while (store.figures().blockBytes() < bytes) {
        for (int i = 0; i < 200; i++) {
          int which = which(random.nextInt(100));
          while (!store.append(
              fields.get(which).sample(produced[which] + 1, channels.get(which)))) {
            throw new IllegalStateException("the store refuses although its queue has room");
          }
          produced[which]++;
        }
        while (store.figures().queueBytes() > QUEUE_BYTES_MAX) {
          TimeUnit.MILLISECONDS.sleep(1);
          store.figures().trouble().ifPresent(meter::trouble);
        }
      }
      while (store.figures().queueBytes() > 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      done.set(true);
      thread.join();
      StoreFigures figures = store.figures();
      for (int i = 0; i < produced.length; i++) {
        System.out.printf("produced %s %d%n", fields.get(i).device(), produced[i]);
      }
      System.out.printf("bytes %d%n", figures.blockBytes());
      System.out.printf("overruns %d%n", figures.overruns());
      System.out.printf("longest-commit %d%n", figures.longestCommitMillis());
      System.out.printf("most %d%n", meter.most);
      System.out.printf("over %d%n", meter.over);
      System.out.printf("least-free %d%n", meter.leastFree);
      meter.troubles.forEach(text -> System.out.println("trouble " + text));
    }
    System.out.println("end");
  }

  private static BootTime now() {
    return new BootTime(Field.BOOT, System.nanoTime() & Long.MAX_VALUE);
  }

  private static int which(int of100) {
    int sum = 0;
    for (int i = 0; i < PARTS.length; i++) {
      sum += PARTS[i];
      if (of100 < sum) {
        return i;
      }
    }
    throw new IllegalStateException("parts: expected a sum of 100, found " + sum);
  }

  /// Watches the space.
  private static final class Meter implements Runnable {
    private final Path directory;
    private final long budget;
    private final AtomicBoolean done;
    private final List<String> troubles = new ArrayList<>();
    private volatile long most;
    private volatile long over;
    private volatile long leastFree = Long.MAX_VALUE;

    Meter(Path directory, long budget, AtomicBoolean done) {
      this.directory = directory;
      this.budget = budget;
      this.done = done;
    }

    void trouble(String text) {
      synchronized (troubles) {
        if (!troubles.contains(text)) {
          troubles.add(text);
        }
      }
    }

    @Override
    public void run() {
      try {
        FileStore files = Files.getFileStore(directory);
        while (!done.get()) {
          long bytes = Bytes.below(directory);
          most = Math.max(most, bytes);
          over = Math.max(over, bytes - budget);
          leastFree = Math.min(leastFree, files.getUsableSpace());
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
      } catch (IOException e) {
        trouble("meter: " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
