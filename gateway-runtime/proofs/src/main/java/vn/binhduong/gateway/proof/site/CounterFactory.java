package vn.binhduong.gateway.proof.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.ioc.verify.TruthLog;
import vn.binhduong.gateway.ioc.verify.TruthRow;

/// An event source whose every sample is different from every other, in this life of the process
/// and in all others, so that a number used twice always shows. The time in its truth log is that
/// of the moment before it hands the sample over.
public final class CounterFactory implements DriverFactory<CounterSettings> {
  private static final Channel K =
      new Channel("k", Unit.COUNT, 0, 1e15, "Microseconds of the machine's monotonic clock");
  private static final Duration SILENCE = Duration.ofMinutes(1);

  @Override
  public String type() {
    return "proof-counter";
  }

  @Override
  public Class<CounterSettings> settings() {
    return CounterSettings.class;
  }

  @Override
  public Driver open(CounterSettings settings, DriverContext context) throws DriverException {
    try {
      return new Counter(TruthLog.append(settings.truthLog()), settings.perSecond(), context);
    } catch (IOException e) {
      throw new DriverException(
          DriverException.Kind.MISCONFIGURED, "truth-log: cannot be written: " + e, e);
    }
  }

  private record Counter(TruthLog truth, int perSecond, DriverContext context)
      implements EventDriver {
    @Override
    public List<Channel> channels() {
      return List.of(K);
    }

    @Override
    public Duration longestSilence() {
      return SILENCE;
    }

    @Override
    @SuppressWarnings("InfiniteLoopStatement")
    public void run(ReadingSink sink) throws DriverException, InterruptedException {
      long last = 0;
      while (true) {
        // Twice the mean at most, so bursts and pauses come of themselves.
        Thread.sleep(
            Duration.ofNanos(ThreadLocalRandom.current().nextLong(2_000_000_000L / perSecond)));
        last = Math.max(last + 1, System.nanoTime() / 1_000);
        Instant at = context.clock().instant();
        try {
          truth.write(
              new TruthRow(context.deviceId(), at.toEpochMilli(), Map.of("k", (double) last)));
        } catch (IOException e) {
          throw new DriverException(
              DriverException.Kind.UNAVAILABLE, "truth-log: cannot append: " + e, e);
        }
        sink.emit(at, K.reading((double) last));
      }
    }

    @Override
    public void close() {
      try {
        truth.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
