package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.LinkFactory;

/// A bus whose opening can be made to fail, and on which a call can hang until it is closed.
final class FakeLink implements Link {
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread owner = Thread.currentThread();

  /// Hangs as a blocked read does: deaf to interrupts, ended by closing.
  void hang() {
    boolean waiting = true;
    while (waiting) {
      try {
        closed.await();
        waiting = false;
      } catch (InterruptedException e) {
        // deaf
      }
    }
  }

  boolean isOwnedByThisThread() {
    return Thread.currentThread() == owner;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  static LinkSpec<Factory.Settings> spec(String name, Factory factory) {
    return new LinkSpec<>(name, factory, new Factory.Settings(0));
  }

  /// Makes fake links.
  static final class Factory implements LinkFactory<Factory.Settings> {
    final AtomicInteger opened = new AtomicInteger();
    volatile boolean failing;

    record Settings(int number) {}

    @Override
    public String type() {
      return "fake";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Link open(Settings settings, String name) throws DriverException {
      if (failing) {
        throw DriverException.unavailable("no such port");
      }
      opened.incrementAndGet();
      return new FakeLink();
    }
  }

  /// A device on a link, polled every few milliseconds.
  static DeviceSpec<FakeDriver.Settings> device(
      String id, @Nullable String link, FakeDriver.Factory factory) {
    return new DeviceSpec<>(
        id,
        factory,
        new FakeDriver.Settings(0),
        link,
        Duration.ofMillis(20),
        Duration.ZERO,
        Duration.ofMillis(150));
  }
}
