package vn.binhduong.gateway.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// Samples, settings and stores as the tests of this package need them.
final class Given {
  static final UUID BOOT = new UUID(7, 7);
  static final Channel PM25 = new Channel("pm25", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, "PM2.5");
  static final Channel T = new Channel("t", Unit.CELSIUS, -40, 85, "air temperature");

  private Given() {}

  static StoreSettings fast() {
    return new StoreSettings(
        Duration.ofMillis(10), 256, 1, Duration.ofHours(6), 8192, Duration.ofDays(60), 0);
  }

  static BootTime now() {
    return new BootTime(BOOT, System.nanoTime() & Long.MAX_VALUE);
  }

  static Store open(Path directory) throws InterruptedException {
    return open(directory, fast());
  }

  static Store open(Path directory, StoreSettings settings) throws InterruptedException {
    return Store.open(settings, directory, Given::now, InstantSource.system());
  }

  /// The k-th sample of a device; its values tell k.
  static Sample sample(String device, long k) {
    return new Sample(
        device,
        new BootTime(BOOT, 1_000_000L * k),
        List.of(PM25.reading((double) k), T.reading(20 + (k % 100) / 10.0)));
  }

  static long k(Stored stored) {
    return (long) ((Sample) stored.entry()).readings().getFirst().value();
  }

  /// Everything a cursor gives until it is caught up.
  static List<Stored> drain(Cursor cursor) {
    List<Stored> all = new ArrayList<>();
    List<Stored> some = cursor.next(1000);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = cursor.next(1000);
    }
    return all;
  }

  static List<Stored> all(Store store) {
    return drain(store.cursor(Position.START, device -> true));
  }

  static List<Stored> samples(Store store) {
    return drain(store.cursor(Position.START, device -> !device.equals("gateway")));
  }

  static List<Reading> readings(Stored stored) {
    return ((Sample) stored.entry()).readings();
  }

  /// Waits for a condition, at most 20 s.
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited 20 s for: " + what);
      }
      Thread.sleep(2);
    }
  }
}
