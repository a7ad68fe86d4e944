package vn.binhduong.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.pipeline.Pipeline;
import vn.binhduong.gateway.store.StoreReader;
import vn.binhduong.gateway.store.Stored;

/// Reads back what the pipeline needs after a restart: open bins, the hours of the index. Bounded
/// in entries and in time; what is not read is missing, and counts as not measured.
final class StoredPast implements Pipeline.Past {
  /// Most samples that are taken up again.
  private static final int SAMPLES_MAX = 50_000;

  /// Longest time that the start of the gateway waits for it.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(StoredPast.class.getName());

  private final Path directory;
  private final GatewayClock clock;
  private final Map<String, Duration> memory;

  /// @param memory the devices that need it, and how much
  StoredPast(Path directory, GatewayClock clock, Map<String, Duration> memory) {
    this.directory = directory;
    this.clock = clock;
    this.memory = Map.copyOf(memory);
  }

  @Override
  public void read(Pipeline.Wanted wanted, Pipeline.Visitor visitor) {
    if (memory.isEmpty()) {
      return;
    }
    BootTime now = clock.now();
    Instant steady = clock.steady(now);
    long nowNanos = steady.getEpochSecond() * 1_000_000_000L + steady.getNano();
    long shiftNanos = nowNanos - clock.wall(now).epochMillis() * 1_000_000L;
    long longestNanos = memory.values().stream().mapToLong(Duration::toNanos).max().orElse(0);
    try {
      List<Stored> past =
          StoreReader.open(directory)
              .newest(
                  memory::containsKey,
                  stored ->
                      stored.entry() instanceof Sample sample
                          && wanted.test(sample, steadyNanos(sample, shiftNanos)),
                  stored ->
                      clock.now().nanos() - now.nanos() > PATIENCE.toNanos()
                          || (stored.entry() instanceof Sample sample
                              && nowNanos - steadyNanos(sample, shiftNanos) > longestNanos),
                  SAMPLES_MAX);
      for (Stored stored : past) {
        if (stored.entry() instanceof Sample sample) {
          visitor.accept(sample, steadyNanos(sample, shiftNanos));
        }
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "the past cannot be read; bins and indices begin anew: {0}",
          e.getMessage());
    }
  }

  /// When the steady clock of now would have shown a sample.
  private long steadyNanos(Sample sample, long shiftNanos) {
    return clock.wall(sample.at()).epochMillis() * 1_000_000L + shiftNanos;
  }
}
