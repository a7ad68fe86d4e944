package vn.binhduong.gateway.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// Fills a store with the samples of a district's instruments, faster than they would come.
final class Filler {
  static final int DEVICES = 30;
  static final int CHANNELS = 7;

  /// What the program prints when the store is as large as was asked; it then goes on appending
  /// until it is killed.
  static final String FULL = "filled";

  private static final long COUNT_EVERY = 50_000;

  private final Store store;
  private final List<Channel> channels = new ArrayList<>();
  private final BootTime end = GatewayClock.bootTime();
  private long appended;

  Filler(Store store) {
    this.store = store;
    for (int i = 0; i < CHANNELS; i++) {
      channels.add(new Channel("c" + i, Unit.CELSIUS, -100, 1000, "channel"));
    }
  }

  /// Arguments: directory, mebibytes to fill, mebibytes of a segment. Runs until it is killed.
  public static void main(String[] args) throws InterruptedException {
    Path data = Path.of(args[0]);
    long enough = Long.parseLong(args[1]) << 20;
    var settings =
        new StoreSettings(
            Duration.ofMillis(250),
            1 << 16,
            Integer.parseInt(args[2]),
            Duration.ofHours(6),
            8192,
            Duration.ofDays(60),
            0);
    try (Store store = Store.open(settings, data, GatewayClock::bootTime, Instant::now)) {
      var filler = new Filler(store);
      while (store.figures().blockBytes() < enough) {
        filler.append(COUNT_EVERY);
      }
      System.out.println(FULL);
      while (true) {
        filler.append(1);
        Thread.sleep(1);
      }
    }
  }

  /// Appends that many samples more; waits where the store's queue is full.
  void append(long samples) throws InterruptedException {
    for (long i = 0; i < samples; i++) {
      List<Reading> readings = new ArrayList<>(CHANNELS);
      for (int c = 0; c < CHANNELS; c++) {
        double value = 20 + 5 * Math.sin(appended / 300.0 + c) + (appended * 7919 + c) % 11 / 10.0;
        readings.add(channels.get(c).reading(Math.round(value * 10) / 10.0));
      }
      long nanos = Math.max(0, end.nanos() - 3_600_000_000_000L + appended * 1_000_000L);
      var sample = new Sample("d" + appended % DEVICES, new BootTime(end.boot(), nanos), readings);
      while (!store.append(sample)) {
        Thread.sleep(1);
      }
      appended++;
    }
  }
}
