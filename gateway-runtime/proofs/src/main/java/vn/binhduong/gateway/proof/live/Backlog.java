package vn.binhduong.gateway.proof.live;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// A store full of samples that were never sent, whose every value can be computed again.
///
/// @param seed of the values
/// @param samples how many, over all devices
record Backlog(long seed, int samples) {
  private static final int DEVICES = 10;
  private static final long STEP_NANOS = 1_000_000;
  private static final Channel LEVEL =
      new Channel("level", Unit.CELSIUS, -1_000, 10_000, "something");
  private static final Channel FLOW =
      new Channel("flow", Unit.CELSIUS, -1_000, 10_000, "something else");

  /// Whether a device's samples come from here.
  static boolean owns(String device) {
    return device.startsWith("old");
  }

  /// Writes them.
  void write(Path data) throws InterruptedException {
    BootTime end = GatewayClock.bootTime();
    try (Store store =
        Store.open(StoreSettings.DEFAULTS, data, GatewayClock::bootTime, Instant::now)) {
      for (int i = 0; i < samples; i++) {
        int device = i % DEVICES;
        long number = i / DEVICES + 1L;
        List<Reading> readings = new ArrayList<>();
        readings.add(LEVEL.reading(level(device, number)));
        readings.add(FLOW.reading(flow(device, number)));
        var at = new BootTime(end.boot(), end.nanos() - (samples - i) * STEP_NANOS);
        while (!store.append(new Sample("old" + device, at, readings))) {
          TimeUnit.MILLISECONDS.sleep(5);
        }
      }
    }
  }

  /// Whether a row that arrived is the one that was written.
  boolean equal(Arrival.Row row) {
    int device = Integer.parseInt(row.stream().device().substring("old".length()));
    Double level = row.values().get("level");
    Double flow = row.values().get("flow");
    return row.values().size() == 2
        && level != null
        && level == level(device, row.number())
        && flow != null
        && flow == flow(device, row.number());
  }

  private double level(int device, long number) {
    return Math.round(200 + 50 * Math.sin(number / 300.0 + device + seed % 97)) / 10.0;
  }

  private double flow(int device, long number) {
    return Math.floorMod(number * 7 + device + seed, 1_000);
  }
}
