package vn.binhduong.gateway.acquisition;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;

/// A polled driver whose poll is a lambda that a test may replace at any time.
final class FakeDriver implements PolledDriver {
  static final Channel A = new Channel("a", Unit.VOLT, 0, 10, "a voltage");
  static final Channel B = new Channel("b", Unit.VOLT, 0, 10, "another voltage");

  record Settings(int number) {}

  /// One poll.
  interface Poll {
    void poll(DriverContext context, ReadingSink sink) throws DriverException, InterruptedException;

    /// Emits both channels, now.
    Poll GOOD = (context, sink) -> sink.emit(context.clock().instant(), A.reading(1), B.reading(2));
  }

  private final Factory factory;
  private final DriverContext context;

  private FakeDriver(Factory factory, DriverContext context) {
    this.factory = factory;
    this.context = context;
  }

  @Override
  public List<Channel> channels() {
    return List.of(A, B);
  }

  @Override
  public void poll(ReadingSink sink) throws DriverException, InterruptedException {
    factory.polls.incrementAndGet();
    factory.poll.poll(context, sink);
  }

  @Override
  public void close() {
    factory.closed.incrementAndGet();
  }

  /// Makes the devices of one test.
  static final class Factory implements DriverFactory<Settings> {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger polls = new AtomicInteger();
    volatile Poll poll;
    volatile @Nullable DriverException refusal;

    Factory(Poll poll) {
      this.poll = poll;
    }

    @Override
    public String type() {
      return "fake";
    }

    @Override
    public Class<Settings> settings() {
      return Settings.class;
    }

    @Override
    public Driver open(Settings settings, DriverContext context) throws DriverException {
      opened.incrementAndGet();
      DriverException no = refusal;
      if (no != null) {
        throw no;
      }
      return new FakeDriver(this, context);
    }
  }
}
