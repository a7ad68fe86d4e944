package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;
import vn.binhduong.gateway.store.StreamLedger;

class StoredPastIT {
  private static final Channel SPEED =
      new Channel("speed", Unit.KILOMETRE_PER_HOUR, 0, 250, "Speed");

  @TempDir private Path directory = Path.of("");

  private record Read(String device, double speed, long steadyNanos) {}

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  private static Sample sample(String device, BootTime at, double speed) {
    return new Sample(device, at, List.of(SPEED.reading(speed)));
  }

  private List<Read> read(GatewayClock clock, Map<String, Duration> memory, long wantedFromNanos) {
    List<Read> read = new ArrayList<>();
    new StoredPast(directory, clock, memory)
        .read(
            (past, steadyNanos) -> steadyNanos >= wantedFromNanos,
            (past, steadyNanos) ->
                read.add(new Read(past.device(), past.readings().getFirst().value(), steadyNanos)));
    return read;
  }

  private static void awaitCommitted(Store store, long entries) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (store.ledger().stream()
            .filter(stream -> !stream.device().equals(Entry.GATEWAY))
            .mapToLong(StreamLedger::last)
            .sum()
        < entries) {
      assertThat(System.nanoTime()).as("committed in time").isLessThan(deadline);
      Thread.sleep(Duration.ofMillis(10));
    }
  }

  // What was committed is read back in order, at the times the pipeline would have seen, while the
  // store is open; of other devices nothing.
  @Test
  void theSamplesOfTheDevicesThatNeedThemAreReadAgain() throws Exception {
    try (GatewayClock clock = GatewayClock.trusting();
        Store store =
            Store.open(
                Settings.standard().defaults(StoreSettings.class),
                directory,
                GatewayClock::bootTime,
                () -> clock.steady(clock.now()))) {
      BootTime now = clock.now();
      for (int second = 9; second >= 0; second--) {
        BootTime at = new BootTime(now.boot(), now.nanos() - second * 1_000_000_000L);
        store.append(sample("road1", at, 50 - second));
        store.append(sample("other", at, 99));
      }
      store.commitNow();
      awaitCommitted(store, 20);
      long nowNanos = nanos(clock.steady(now));

      List<Read> all = read(clock, Map.of("road1", Duration.ofHours(1)), 0);
      assertThat(all).extracting(Read::device).containsOnly("road1");
      assertThat(all)
          .extracting(Read::speed)
          .containsExactly(41.0, 42.0, 43.0, 44.0, 45.0, 46.0, 47.0, 48.0, 49.0, 50.0);
      assertThat(all.getFirst().steadyNanos())
          .isCloseTo(nowNanos - 9_000_000_000L, within(20_000_000L));

      assertThat(read(clock, Map.of("road1", Duration.ofHours(1)), nowNanos - 2_500_000_000L))
          .extracting(Read::speed)
          .containsExactly(48.0, 49.0, 50.0);
      assertThat(read(clock, Map.of(), 0)).isEmpty();
    }
  }

  // No store is no past, and no reason not to start.
  @Test
  void withoutAStoreThereIsNoPast() {
    try (GatewayClock clock = GatewayClock.trusting()) {
      assertThat(read(clock, Map.of("road1", Duration.ofHours(1)), 0)).isEmpty();
    }
  }
}
