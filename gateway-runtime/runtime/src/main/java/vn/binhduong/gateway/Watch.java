package vn.binhduong.gateway;

import java.lang.System.Logger.Level;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreFigures;
import vn.binhduong.gateway.uplink.Uplink;
import vn.binhduong.gateway.uplink.UplinkFigures;

/// Carries the state of store and uplink to the health board, and says once when the first sample
/// is durable and the first message acknowledged. One thread, `watch`.
final class Watch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Watch.class.getName());

  /// Period while something is awaited for the first time, milliseconds.
  private static final long EAGER_MILLIS = 20;

  /// Period from then on, milliseconds.
  private static final long CALM_MILLIS = 1_000;

  /// Being eager ends after this, milliseconds.
  private static final long EAGER_MAX_MILLIS = 60_000;

  private final Store store;
  private final Uplink uplink;
  private final HealthBoard health;
  private final Runnable chores;
  private final Thread thread;
  private boolean durable;
  private boolean acknowledged;

  /// @param chores done with each look; brief, must not block
  Watch(Store store, Uplink uplink, HealthBoard health, Runnable chores) {
    this.chores = chores;
    this.store = store;
    this.uplink = uplink;
    this.health = health;
    this.thread = Thread.ofPlatform().daemon().name("watch").start(this::run);
  }

  private void run() {
    long started = System.nanoTime();
    try {
      while (true) {
        look();
        boolean eager =
            !(durable && acknowledged)
                && (System.nanoTime() - started) / 1_000_000 < EAGER_MAX_MILLIS;
        Thread.sleep(eager ? EAGER_MILLIS : CALM_MILLIS);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void look() {
    chores.run();
    StoreFigures figures = store.figures();
    health.set(
        "store",
        figures.trouble().isPresent() ? HealthState.DEGRADED : HealthState.OK,
        figures.trouble().orElse(""));
    if (!durable && figures.entries() > 0) {
      durable = true;
      LOG.log(Level.INFO, "store: the first sample is durable");
    }
    UplinkFigures uplinkFigures = uplink.figures();
    boolean online = uplinkFigures.onlineMillis().isPresent();
    health.set(
        "uplink",
        online
            ? uplinkFigures.failure().isPresent() || uplinkFigures.warning().isPresent()
                ? HealthState.DEGRADED
                : HealthState.OK
            : uplinkFigures.connects() == 0 && uplinkFigures.failure().isEmpty()
                ? HealthState.STARTING
                : HealthState.UNAVAILABLE,
        uplinkFigures.text());
    if (!acknowledged && uplinkFigures.samplesAcked() > 0) {
      acknowledged = true;
      LOG.log(Level.INFO, "uplink: the first sample is acknowledged");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
