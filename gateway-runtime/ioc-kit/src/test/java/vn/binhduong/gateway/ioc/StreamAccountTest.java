package vn.binhduong.gateway.ioc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;

class StreamAccountTest {
  private static final StreamKey STREAM =
      new StreamKey("BD-GW-1", UUID.fromString("0199a0b4-7c1e-7000-8000-000000000001"), "wx1");
  private static final long MINUTE = 60_000;

  private final StreamAccount account = new StreamAccount(STREAM);

  // Live first after an outage: backlog is late, never an error; the same number twice is counted.
  @Test
  void newLateAndDuplicateAreToldApart() {
    assertThat(account.receive(1, false, 0)).isEqualTo(Receipt.NEW);
    assertThat(account.receive(3, false, 0)).isEqualTo(Receipt.NEW);
    assertThat(account.receive(2, true, 0)).isEqualTo(Receipt.LATE);
    assertThat(account.receive(3, true, 0)).isEqualTo(Receipt.DUPLICATE);
    assertThat(account.late()).isEqualTo(1);
    assertThat(account.duplicates()).isEqualTo(1);
    assertThat(account.missing()).isEmpty();
  }

  // Only the ledger can show that the newest samples never came.
  @Test
  void theLedgerShowsALostTail() {
    account.receive(1, false, 0);
    account.ledger(ledger(5, 1));
    assertThat(account.missing()).containsExactly(new Range(2, 5));
  }

  @Test
  void aGapSettlesItsNumbersAndIsKeptByReason() {
    account.receive(1, false, 0);
    account.receive(5, false, 0);
    account.gap(new Range(2, 3), "lost", 0);
    assertThat(account.missing()).containsExactly(new Range(4, 4));
    assertThat(account.gaps()).isEqualTo(Map.of("lost", List.of(new Range(2, 3))));
  }

  // A gap event may itself be lost: the ledger then still accounts for the drop.
  @Test
  void droppedRangesOfTheLedgerCountAsGaps() {
    account.gap(new Range(2, 3), "dropped", 0);
    account.ledger(new Arrival.Ledger(STREAM, 1, 6, 6, List.of(new Range(2, 5)), 0, 0));
    assertThat(account.gaps())
        .isEqualTo(Map.of("dropped", List.of(new Range(2, 3)), "ledger", List.of(new Range(4, 5))));
    assertThat(account.missing()).containsExactly(new Range(1, 1), new Range(6, 6));
  }

  @Test
  void theHighWaterMarkStopsBelowAHoleAndTheRestIsAbove() {
    for (long n : new long[] {1, 2, 4, 5, 8}) {
      account.receive(n, false, 0);
    }
    assertThat(account.settledUpTo()).isEqualTo(2);
    assertThat(account.settledAbove(16)).containsExactly(new Range(4, 5), new Range(8, 8));
    assertThat(account.settledAbove(1)).containsExactly(new Range(4, 5));
  }

  // A replay is asked only for a hole that had time to close by itself.
  @Test
  void aHoleIsOverdueOnceItIsOldEnough() {
    account.receive(1, false, 0);
    account.receive(5, false, 10_000);
    account.receive(9, false, 4 * MINUTE);
    assertThat(account.overdue(5 * MINUTE, 5 * MINUTE)).isEmpty();
    assertThat(account.overdue(10_000 + 5 * MINUTE, 5 * MINUTE)).containsExactly(new Range(2, 4));
    assertThat(account.overdue(9 * MINUTE, 5 * MINUTE))
        .containsExactly(new Range(2, 4), new Range(6, 8));
  }

  // Thousands of samples later the age of an old hole is still known, in bounded memory.
  @Test
  void anOldHoleStaysOverdueWhileNumbersKeepComing() {
    account.receive(2, false, 0);
    for (int second = 1; second <= 7200; second++) {
      account.receive(2 + second, false, second * 1000L);
    }
    assertThat(account.overdue(7_200_000, 5 * MINUTE)).containsExactly(new Range(1, 1));
    assertThat(account.overdue(7_200_000, 60 * MINUTE)).containsExactly(new Range(1, 1));
    assertThat(account.overdue(7_200_000, 121 * MINUTE)).isEmpty();
    // A hole that opened in the middle is known with an error of some percent of its age.
    account.receive(7300, false, 7_200_000);
    for (int second = 7201; second <= 14_400; second++) {
      account.receive(100 + second, false, second * 1000L);
    }
    assertThat(account.overdue(14_400_000, 105 * MINUTE))
        .containsExactly(new Range(1, 1), new Range(7203, 7299));
    assertThat(account.overdue(14_400_000, 121 * MINUTE)).containsExactly(new Range(1, 1));
  }

  // While the backlog drains, what the gateway has not delivered yet is on its way: no replay.
  @Test
  void aDrainingBacklogIsNotAskedFor() {
    account.receive(1, false, 0);
    account.receive(100, false, 0);
    account.receive(50, true, 10 * MINUTE);
    assertThat(account.overdue(10 * MINUTE, 5 * MINUTE)).isEmpty();
    account.ledger(ledger(100, 40));
    assertThat(account.overdue(10 * MINUTE, 5 * MINUTE)).containsExactly(new Range(2, 40));
    assertThat(account.overdue(15 * MINUTE, 5 * MINUTE))
        .containsExactly(new Range(2, 49), new Range(51, 99));
  }

  // A consumer installed years after the gateway must not ask for years.
  @Test
  void numbersBeforeTheBaseAreNotMissed() {
    StreamAccount joined = new StreamAccount(STREAM, 1000);
    joined.receive(1001, false, 0);
    assertThat(joined.missing()).containsExactly(new Range(1000, 1000));
    assertThat(joined.settledUpTo()).isEqualTo(999);
  }

  private static Arrival.Ledger ledger(long last, long acked) {
    return new Arrival.Ledger(STREAM, 1, last, acked, List.of(), 0, 0);
  }
}
