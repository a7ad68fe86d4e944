package vn.binhduong.gateway.proof.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.ioc.verify.TruthRow;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Position;
import vn.binhduong.gateway.store.Stored;

/// What a kill cost, and whether the bound covers it.
class BoundTest {
  private static final Channel K = new Channel("k", Unit.COUNT, 0, 1e15, "");
  private static final Life LIFE = new Life(0, 10_000, 10_005, Duration.ofMillis(500), 30);

  private final Bound bound = new Bound();

  /// 530 ms is the bound: what was with the store before 9470 must be durable.
  @Test
  void theBoundIsIntervalAndLongestCommit() {
    List<TruthRow> emitted = List.of(row("x", 9_440), row("x", 9_470), row("x", 9_480));
    assertThat(bound.breaches(LIFE, emitted, emitted)).isEmpty();
    List<TruthRow> older = List.of(row("x", 9_440), row("x", 9_469), row("x", 9_480));
    assertThat(bound.breaches(LIFE, older, older)).containsExactly(older.getFirst());
  }

  /// A life too short to tell its longest commit has stated no bound; it does not count as proved.
  @Test
  void aLifeThatToldNothingIsNotJudged() {
    Life untold = new Life(0, 10_000, 10_005, Duration.ofMillis(500), -1);
    List<TruthRow> emitted = List.of(row("x", 5_000), row("x", 5_100));
    assertThat(bound.breaches(untold, emitted, emitted)).isEmpty();
    assertThat(bound.judged()).isZero();
  }

  /// The last sample of a device may not have reached the store when the process died.
  @Test
  void theLastRowOfADeviceMayBeOnItsWay() {
    List<TruthRow> emitted = List.of(row("x", 8_000), row("y", 9_990));
    assertThat(bound.breaches(LIFE, emitted, emitted)).isEmpty();
  }

  /// Equal values are told apart by their times, and a sample excuses one row only.
  @Test
  void aRowIsLostWhenNoSampleOfItsOwnIsStored() {
    List<TruthRow> emitted = new ArrayList<>();
    for (long millis = 1_000; millis < 1_500; millis += 100) {
      emitted.add(new TruthRow("x", millis, Map.of("k", 7.0)));
    }
    List<Stored> stored = List.of(stored(1_010), stored(1_205), stored(1_210));
    assertThat(Losses.of(emitted, stored, at -> at.nanos() / 1_000_000, 60))
        .containsExactly(emitted.get(1), emitted.get(3), emitted.get(4));
  }

  private static TruthRow row(String device, long millis) {
    return new TruthRow(device, millis, Map.of("k", (double) millis));
  }

  private static Stored stored(long millis) {
    return new Stored(
        new Position(1, 0),
        new UUID(1, 1),
        millis,
        new Sample("x", new BootTime(new UUID(2, 2), millis * 1_000_000), List.of(K.reading(7))));
  }
}
