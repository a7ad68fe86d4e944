package vn.binhduong.gateway.uplink;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Birth;
import vn.binhduong.gateway.contract.ClockState;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// A store and an uplink as a gateway has them, with one device `aq1`.
final class Site implements AutoCloseable {
  static final String GATEWAY = "BD-GW-000123";
  static final UUID BOOT = UUID.fromString("6f1d2c3b-4a59-4687-8796-a5b4c3d2e1f0");

  private static final Channel PM25 =
      new Channel("pm25", Unit.MICROGRAM_PER_CUBIC_METRE, 0, 1000, "PM2.5");
  private static final long OFFSET_MILLIS =
      System.currentTimeMillis() - System.nanoTime() / 1_000_000;

  final Store store;
  final Uplink uplink;
  private int appended;

  Site(Path directory, UplinkSettings settings) throws InterruptedException {
    this(directory, settings, true, Site::wall);
  }

  /// @param demo whether the demo profile holds
  /// @param wall the wall time of an instant
  Site(Path directory, UplinkSettings settings, boolean demo, Function<BootTime, WallTime> wall)
      throws InterruptedException {
    StoreSettings quick =
        new StoreSettings(
            Duration.ofMillis(50), 256, 16, Duration.ofHours(6), 8192, Duration.ofDays(60), 0);
    store = Store.open(quick, directory, Site::now, InstantSource.system());
    uplink =
        new Uplink(
            settings,
            new UplinkContext(
                GATEWAY,
                "0.1.0",
                directory,
                BOOT,
                demo,
                Site::now,
                wall,
                () -> List.of(birth()),
                () -> new Ledger.Clock(ClockState.SYNCED, null, "test"),
                command -> Answer.ok(command.id(), "{\"did\":\"" + command.name() + "\"}")),
            store);
    store.onCommit(uplink::wake);
    uplink.start();
  }

  static UplinkSettings quick(int port) {
    return TestSettings.on(port).make();
  }

  static BootTime now() {
    return new BootTime(BOOT, System.nanoTime());
  }

  static WallTime wall(BootTime at) {
    return new WallTime(
        at.nanos() / 1_000_000 + OFFSET_MILLIS, vn.binhduong.gateway.model.ClockState.SYNCED, 1);
  }

  Birth birth() {
    return new Birth(
        Birth.CONTRACT_VERSION,
        GATEWAY,
        "aq1",
        1_763_863_200_000L,
        store.epoch(),
        new Birth.Driver("simulated", "0.1.0"),
        1.0,
        null,
        null,
        null,
        List.of(new Birth.Channel("pm25", "ug/m3", 0.0, 1000.0, "PM2.5")));
  }

  /// Appends so many samples of `aq1`.
  void measure(int samples) {
    for (int i = 0; i < samples; i++) {
      appended++;
      if (!store.append(new Sample("aq1", now(), List.of(PM25.reading(appended % 1000))))) {
        throw new AssertionError("the store refused a sample");
      }
    }
  }

  void awaitDelivered(Duration limit) {
    long expected = appended;
    Wait.until(
        () -> expected + " samples are delivered: " + uplink.figures(),
        limit,
        () ->
            store.ledger().stream()
                .anyMatch(
                    s -> s.device().equals("aq1") && s.last() >= expected && s.pending() == 0));
  }

  @Override
  public void close() {
    uplink.close();
    store.close();
  }
}
