package vn.binhduong.gateway.proof.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.StreamKey;

/// A judge that overlooks a loss makes every other line of the proof worthless.
class JudgeTest {
  private static final UUID EPOCH = new UUID(1, 1);
  private static final UUID NEXT = new UUID(1, 2);
  private static final UUID BOOT = new UUID(5, 5);
  private static final StreamKey STREAM = new StreamKey(Site.GATEWAY, EPOCH, "wx1");

  private static Content content(long k) {
    return new Content(BOOT, k, Map.of("t", (double) k), "");
  }

  private static PlainReader.Found found(long from, long to) {
    Map<EntryId, Content> entries = new TreeMap<>();
    for (long k = from; k <= to; k++) {
      entries.put(new EntryId(EPOCH, "wx1", k), content(k));
    }
    return new PlainReader.Found(entries, List.of(), Map.of());
  }

  private static List<Arrival> rows(UUID epoch, long from, long to, double offset) {
    List<Arrival> rows = new ArrayList<>();
    for (long k = from; k <= to; k++) {
      rows.add(
          new Arrival.Row(
              new StreamKey(Site.GATEWAY, epoch, "wx1"),
              k,
              1_000 * k,
              "SYNCED",
              false,
              Map.of("t", k + offset),
              Map.of(),
              0));
    }
    return rows;
  }

  private static Judge judge(long readableTo) {
    return new Judge(found(1, 10), found(1, readableTo), rows(EPOCH, 1, 4, 0), false);
  }

  @Test
  void allDeliveredHolds() {
    Outcome outcome = judge(10).judge(rows(EPOCH, 5, 12, 0), found(5, 10));
    assertThat(outcome.holds()).isTrue();
    assertThat(outcome.recovered()).isEqualTo(10);
  }

  @Test
  void aDeclaredLossOfWhatCannotBeReadHolds() {
    List<Arrival> after = rows(EPOCH, 5, 8, 0);
    after.add(new Arrival.Gap(STREAM, new Range(9, 1_010), "lost", 0));
    after.addAll(rows(EPOCH, 1_011, 1_012, 0));
    Outcome outcome = judge(8).judge(after, found(1, 8));
    assertThat(outcome.holds()).isTrue();
    assertThat(outcome.declared()).isEqualTo(1_002);
  }

  @Test
  void aDeclaredLossOfWhatCanBeReadIsALoss() {
    List<Arrival> after = rows(EPOCH, 5, 8, 0);
    after.add(new Arrival.Gap(STREAM, new Range(9, 10), "lost", 0));
    assertThat(judge(10).judge(after, found(1, 8)).lost()).isEqualTo(2);
  }

  @Test
  void aNumberWithAnotherContentIsSeen() {
    List<Arrival> after = rows(EPOCH, 5, 8, 0);
    after.addAll(rows(EPOCH, 9, 10, 0.5));
    Outcome outcome = judge(8).judge(after, found(1, 8));
    assertThat(outcome.duplicated()).isEqualTo(2);
    assertThat(outcome.holds()).isFalse();
  }

  @Test
  void aHoleInTheAccountIsSeen() {
    List<Arrival> after = rows(EPOCH, 5, 6, 0);
    after.addAll(rows(EPOCH, 9, 12, 0));
    assertThat(judge(6).judge(after, found(1, 6)).unaccounted()).isEqualTo(2);
  }

  // Numbers behind the last that the IOC heard of, although the directory told of them.
  @Test
  void aTailThatNobodyDeclaresIsSeen() {
    assertThat(judge(10).judge(rows(EPOCH, 5, 6, 0), found(1, 10)).unaccounted()).isEqualTo(4);
  }

  @Test
  void aNewEpochThatIsNotSaidIsWrong() {
    List<Arrival> after = rows(EPOCH, 5, 10, 0);
    after.addAll(rows(NEXT, 1, 3, 0));
    assertThat(judge(10).judge(after, found(1, 10)).wrong())
        .containsExactly("a new epoch was opened and not said");
    after.add(
        new Arrival.Event(
            new StreamKey(Site.GATEWAY, NEXT, "gateway"),
            1,
            0,
            "alarm",
            "{\"code\":\"store.epoch\"}",
            0));
    assertThat(judge(10).judge(after, found(1, 10)).holds()).isTrue();
  }
}
