package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.ReadingSink;

/// Speaks whenever the test puts a value.
record FakeSpeaker(BlockingQueue<Double> values, DriverContext context, Duration longestSilence)
    implements EventDriver {
  @Override
  public List<Channel> channels() {
    return List.of(FakeDriver.A);
  }

  @Override
  public void run(ReadingSink sink) throws InterruptedException {
    while (true) {
      double value = values.take();
      sink.emit(context.clock().instant(), FakeDriver.A.reading(value));
    }
  }

  @Override
  public void close() {
    // holds nothing
  }

  /// Makes them.
  static final class Factory implements DriverFactory<FakeDriver.Settings> {
    final BlockingQueue<Double> values = new LinkedBlockingQueue<>();
    final AtomicInteger opened = new AtomicInteger();
    private final Duration silence;

    Factory(Duration silence) {
      this.silence = silence;
    }

    @Override
    public String type() {
      return "speaker";
    }

    @Override
    public Class<FakeDriver.Settings> settings() {
      return FakeDriver.Settings.class;
    }

    @Override
    public Driver open(FakeDriver.Settings settings, DriverContext context) {
      opened.incrementAndGet();
      return new FakeSpeaker(values, context, silence);
    }
  }
}
