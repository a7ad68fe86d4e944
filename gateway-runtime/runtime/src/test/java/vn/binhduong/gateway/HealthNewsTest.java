package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthChange;
import vn.binhduong.gateway.health.HealthState;

/// A sensor that comes and goes with every poll must not flood the log and the event lane.
class HealthNewsTest {
  private static final long EVERY = HealthNews.EVERY.toNanos();

  private final HealthBoard health = new HealthBoard(InstantSource.fixed(Instant.EPOCH));
  private final List<HealthChange> told = new ArrayList<>();
  private final HealthNews news = new HealthNews(List.of(told::add));
  private long nowNanos;

  private HealthNewsTest() {
    health.onChange(change -> news.changed(change, nowNanos));
  }

  private void flap(String device, int times) {
    for (int i = 0; i < times; i++) {
      health.set(device, HealthState.DEGRADED, "garbled");
      health.set(device, HealthState.OK, "");
    }
  }

  @Test
  void changesAreToldAtOnce() {
    flap("device/a", 2);
    assertThat(told)
        .extracting(change -> change.from() + " " + change.to().state())
        .containsExactly("STARTING DEGRADED", "DEGRADED OK", "OK DEGRADED", "DEGRADED OK");
  }

  @Test
  void aFlappingDeviceIsToldAtABoundedRate() {
    flap("device/a", 500);
    assertThat(told).hasSize(HealthNews.BURST);
    for (int minute = 1; minute <= 10; minute++) {
      nowNanos += EVERY;
      news.look(nowNanos);
      flap("device/a", 30);
    }
    assertThat(told).hasSizeLessThanOrEqualTo(HealthNews.BURST + 10);
  }

  // The state it ends in must be known above, be it a minute late.
  @Test
  void theLastStateIsToldInTheEndAndOnce() {
    flap("device/a", 10);
    health.set("device/a", HealthState.UNAVAILABLE, "no answer");
    nowNanos += EVERY;
    news.look(nowNanos);
    assertThat(told.getLast().to().state()).isEqualTo(HealthState.UNAVAILABLE);
    assertThat(told.getLast().to().message()).isEqualTo("no answer; changed 12 times in between");
    int count = told.size();
    nowNanos += Duration.ofHours(1).toNanos();
    news.look(nowNanos);
    assertThat(told).hasSize(count);
  }

  @Test
  void oneDeviceDoesNotUseUpTheChangesOfAnother() {
    flap("device/a", 100);
    health.set("device/b", HealthState.STUCK, "hangs");
    assertThat(told.getLast().to().component()).isEqualTo("device/b");
  }

  @Test
  void whatAListenerThrowsEndsNothing() {
    List<HealthChange> heard = new ArrayList<>();
    HealthNews two =
        new HealthNews(
            List.of(
                change -> {
                  throw new IllegalStateException("broken");
                },
                heard::add));
    health.onChange(change -> two.changed(change, 0));
    health.set("device/c", HealthState.OK, "");
    assertThat(heard).hasSize(1);
  }
}
