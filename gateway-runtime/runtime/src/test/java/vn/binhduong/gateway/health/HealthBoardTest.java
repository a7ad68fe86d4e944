package vn.binhduong.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthBoardTest {
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final HealthBoard board = new HealthBoard(() -> now);

  // One log line per change of state, never one per failure.
  @Test
  void listenersHearOfChangesOfStateOnly() {
    List<String> heard = new ArrayList<>();
    board.onChange(
        change ->
            heard.add(change.from() + " -> " + change.to().state() + ": " + change.to().message()));
    board.set("device/wx1", HealthState.OK, "");
    board.set("device/wx1", HealthState.DEGRADED, "no answer (1)");
    board.set("device/wx1", HealthState.DEGRADED, "no answer (2)");
    board.set("device/wx1", HealthState.OK, "");
    assertThat(heard)
        .containsExactly("STARTING -> OK: ", "OK -> DEGRADED: no answer (1)", "DEGRADED -> OK: ");
  }

  @Test
  void theMessageIsKeptFreshAndTheBeginOfTheStateStays() {
    board.set("store", HealthState.DEGRADED, "slow");
    Instant since = now;
    now = now.plusSeconds(60);
    board.set("store", HealthState.DEGRADED, "slower");
    ComponentHealth store = board.find("store").orElseThrow();
    assertThat(store.message()).isEqualTo("slower");
    assertThat(store.since()).isEqualTo(since);
  }

  @Test
  void attemptsAreCounted() {
    Component device = board.component("device/wx1");
    device.succeeded();
    device.failed();
    device.failed();
    device.missed(3);
    device.sampled(2);
    ComponentHealth picture = board.find("device/wx1").orElseThrow();
    assertThat(picture.polls()).isEqualTo(3);
    assertThat(picture.failures()).isEqualTo(2);
    assertThat(picture.missed()).isEqualTo(3);
    assertThat(picture.samples()).isEqualTo(2);
    assertThat(picture.lastSuccess()).isEqualTo(now);
  }

  // A listener that fails must not stop the part that told its state, nor the other listeners.
  @Test
  void aFailingListenerHurtsNobody() {
    List<HealthChange> heard = new ArrayList<>();
    board.onChange(
        change -> {
          throw new IllegalStateException("listener");
        });
    board.onChange(heard::add);
    board.set("uplink", HealthState.UNAVAILABLE, "refused");
    assertThat(heard).hasSize(1);
  }

  @Test
  void aPictureDoesNotChange() {
    board.set("store", HealthState.OK, "");
    List<ComponentHealth> before = board.snapshot();
    board.set("store", HealthState.CLOSED, "");
    assertThat(before.getFirst().state()).isEqualTo(HealthState.OK);
    board.remove("store");
    assertThat(board.snapshot()).isEmpty();
  }
}
