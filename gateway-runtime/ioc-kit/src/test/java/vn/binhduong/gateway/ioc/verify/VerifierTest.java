package vn.binhduong.gateway.ioc.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.StreamKey;

class VerifierTest {
  private static final UUID EPOCH = UUID.fromString("0199a0b4-7c1e-7000-8000-000000000001");
  private static final UUID NEXT_EPOCH = UUID.fromString("0199a0b4-7c1e-7000-8000-000000000002");
  private static final long START = 1_763_863_200_000L;

  private final Verifier verifier = new Verifier(100);
  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<TruthRow> truth = new ArrayList<>();
  private final List<Outage> outages = new ArrayList<>();

  @Test
  void everythingThereAndEqualIsComplete() {
    produced(1, 2, 3);
    received(1, 2, 3);
    ledger(3);
    assertThat(verdict().reasons()).isEmpty();
    assertThat(verdict().complete()).isTrue();
    assertThat(verdict().lines().getLast()).startsWith("COMPLETE");
  }

  // At least once delivery and live first are the contract: neither is a defect.
  @Test
  void duplicatesAndReorderingAreCountedAndHarmless() {
    produced(1, 2, 3, 4);
    received(1, 4, 4, 2, 3, 1);
    ledger(4);
    StreamVerdict stream = verdict().streams().getFirst();
    assertThat(stream.duplicates()).isEqualTo(2);
    assertThat(stream.late()).isEqualTo(2);
    assertThat(verdict().complete()).isTrue();
  }

  @Test
  void aMissingNumberIsNamed() {
    produced(1, 2, 3, 4);
    received(1, 4);
    ledger(4);
    assertThat(verdict().streams().getFirst().missing()).containsExactly(new Range(2, 3));
    assertThat(verdict().reasons()).contains("wx1: 2 numbers missing: 2..3");
  }

  // The first samples count as much as those in the middle.
  @Test
  void aMissingBeginningIsNamed() {
    produced(2);
    received(2);
    ledger(2);
    assertThat(verdict().reasons()).containsExactly("wx1: 1 number missing: 1");
  }

  // Data alone cannot show that the newest samples never came: the ledger does.
  @Test
  void aMissingTailIsNamed() {
    produced(1, 2);
    received(1, 2);
    ledger(5);
    assertThat(verdict().reasons()).containsExactly("wx1: 3 numbers missing: 3..5");
  }

  @Test
  void withoutALedgerThereIsNoProof() {
    produced(1);
    received(1);
    assertThat(verdict().reasons()).hasSize(1);
    assertThat(verdict().reasons().getFirst()).startsWith("wx1: no ledger was received");
  }

  // A declared gap is an honest loss, but it is a loss.
  @Test
  void aGapAccountsForItsNumbersAndIsNotComplete() {
    produced(1, 4);
    received(1, 4);
    arrivals.add(new Arrival.Gap(stream(EPOCH), new Range(2, 3), "overrun", START));
    ledger(4);
    assertThat(verdict().streams().getFirst().missing()).isEmpty();
    assertThat(verdict().reasons()).containsExactly("wx1: gap 'overrun' was declared for 2..3");
  }

  @Test
  void aRefusedSampleIsNotComplete() {
    produced(1);
    received(1);
    arrivals.add(new Arrival.Ledger(stream(EPOCH), 1, 1, 1, List.of(), 2, START));
    assertThat(verdict().reasons())
        .containsExactly("wx1: the gateway refused 2 samples before numbering (overrun)");
  }

  // A new store begins again at 1; both streams are judged, and truth spans them.
  @Test
  void anEpochChangeIsAnotherStreamOfTheSameDevice() {
    produced(1, 2);
    received(1);
    ledger(1);
    arrivals.add(row(NEXT_EPOCH, 1, 2, value(2)));
    arrivals.add(new Arrival.Ledger(stream(NEXT_EPOCH), 1, 1, 1, List.of(), 0, START));
    assertThat(verdict().streams()).hasSize(2);
    assertThat(verdict().complete()).isTrue();
    assertThat(verdict().lines().get(2)).startsWith("wx1#2 ");
  }

  @Test
  void aValueThatNoInstrumentProducedIsAnError() {
    produced(1, 2);
    received(1);
    arrivals.add(row(EPOCH, 2, 2, Map.of("t", 99.0)));
    ledger(2);
    Verdict verdict = verdict();
    assertThat(verdict.withoutTruth()).hasSize(1);
    assertThat(verdict.lost()).hasSize(1);
    assertThat(verdict.reasons())
        .anyMatch(reason -> reason.contains("wx1 number 2 at 02:00:02.000Z {t=99.0}"));
  }

  // Two samples may not lean on one truth row: a gateway that repeats a value must be caught.
  @Test
  void aTruthRowIsUsedOnce() {
    produced(1);
    arrivals.add(row(EPOCH, 1, 1, value(1)));
    arrivals.add(
        new Arrival.Row(
            stream(EPOCH), 2, START + 1001, "SYNCED", false, value(1), Map.of(), START));
    ledger(2);
    assertThat(verdict().withoutTruth()).hasSize(1);
  }

  // An estimate may come better when the sample comes again; a time that was final may not.
  @Test
  void onlyAFinalTimeMustComeAgainAsItWas() {
    produced(1);
    for (String clock : List.of("UNSYNCED", "ESTIMATED", "SYNCED")) {
      long off = clock.equals("SYNCED") ? 0 : 3_600_000;
      arrivals.add(
          new Arrival.Row(
              stream(EPOCH), 1, START + 1000 - off, clock, false, value(1), Map.of(), START));
    }
    ledger(1);
    assertThat(verdict().contradictions()).isEmpty();
    arrivals.add(
        new Arrival.Row(
            stream(EPOCH), 1, START + 1001, "SYNCED", false, value(1), Map.of(), START));
    assertThat(verdict().contradictions()).hasSize(1);
  }

  // Matching must not pair a sample with a far truth row and so rob another sample of it.
  @Test
  void equalValuesArePairedInTheOrderOfTime() {
    for (long t : new long[] {0, 90, 180}) {
      truth.add(new TruthRow("wx1", START + t, Map.of("t", 20.0)));
      arrivals.add(
          new Arrival.Row(
              stream(EPOCH),
              t / 90 + 1,
              START + t + 95,
              "SYNCED",
              false,
              Map.of("t", 20.0),
              Map.of(),
              START));
    }
    ledger(3);
    assertThat(verdict().complete()).isTrue();
  }

  @Test
  void aSampleTooFarFromItsTruthIsNotEqual() {
    truth.add(new TruthRow("wx1", START, value(1)));
    arrivals.add(
        new Arrival.Row(stream(EPOCH), 1, START + 101, "SYNCED", false, value(1), Map.of(), START));
    ledger(1);
    assertThat(verdict().withoutTruth()).hasSize(1);
    assertThat(verdict().lost()).hasSize(1);
  }

  // An unplugged sensor: the gateway itself says so, with bad readings that nobody measured.
  @Test
  void aSampleOfBadReadingsNeedsNoTruth() {
    produced(1);
    received(1);
    arrivals.add(
        new Arrival.Row(
            stream(EPOCH), 2, START + 2000, "SYNCED", false, Map.of(), Map.of("t", "02L"), START));
    ledger(2);
    assertThat(verdict().streams().getFirst().withoutValue()).isEqualTo(1);
    assertThat(verdict().complete()).isTrue();
  }

  // What a kill costs is stated: inside the bound it is the price, outside it is a silent loss.
  @Test
  void unstoredTruthIsAllowedOnlyInsideAnOutage() {
    produced(1, 2, 3);
    received(1);
    arrivals.add(row(EPOCH, 2, 3, value(3)));
    ledger(2);
    assertThat(verdict().lost()).containsExactly(truth.get(1));
    assertThat(verdict().complete()).isFalse();

    outages.add(Outage.killed(START + 2900, START + 2950, 1000, "SIGKILL 1"));
    assertThat(verdict().neverStored()).containsExactly(truth.get(1));
    assertThat(verdict().complete()).isTrue();
    assertThat(verdict().lines())
        .contains("  SIGKILL 1: 1, the oldest 900 ms before the signal (wx1 at 02:00:02.000Z)");

    outages.set(0, Outage.killed(START + 2900, START + 2950, 800, "SIGKILL 1"));
    assertThat(verdict().complete()).isFalse();
  }

  // Two kills so close that the span of the second reaches behind the first: a row is the price of
  // the kill that ended the process which emitted it, and of no other.
  @Test
  void aRowIsChargedToOneKillOnly() {
    produced(1, 2, 3);
    received(1);
    arrivals.add(row(EPOCH, 2, 3, value(3)));
    ledger(2);
    outages.add(Outage.killed(START + 3500, START + 3550, 2000, "SIGKILL 2"));
    outages.add(Outage.killed(START + 2100, START + 2150, 2000, "SIGKILL 1"));
    assertThat(verdict().lines())
        .contains("  SIGKILL 1: 1, the oldest 100 ms before the signal (wx1 at 02:00:02.000Z)")
        .noneMatch(line -> line.contains("SIGKILL 2"));

    outages.set(1, Outage.killed(START + 2100, START + 2150, 50, "SIGKILL 1"));
    assertThat(verdict().lost()).containsExactly(truth.get(1));
  }

  // Two gateways are killed in turn: the end of one neither hides nor causes what the other lost.
  @Test
  void aRowIsChargedToItsOwnGateway() {
    produced(1, 2, 3);
    received(1);
    arrivals.add(row(EPOCH, 2, 3, value(3)));
    ledger(2);
    outages.add(Outage.killed(START + 2100, START + 2150, 50, "other").ofDevices("other"));
    outages.add(Outage.killed(START + 2900, START + 2950, 1000, "own").ofDevices("wx"));
    assertThat(verdict().neverStored()).containsExactly(truth.get(1));

    outages.set(0, Outage.killed(START + 2100, START + 2150, 500, "other").ofDevices("other"));
    outages.removeLast();
    assertThat(verdict().lost()).containsExactly(truth.get(1));
  }

  // Opening a device may cost one answer, which is no measurement; using it as one is right too.
  @Test
  void aProbeNeedNotBecomeASample() {
    truth.add(new TruthRow("wx1", START, value(0), true));
    truth.add(new TruthRow("wx1", START + 1000, value(1), true));
    received(1);
    ledger(1);
    assertThat(verdict().complete()).isTrue();
    assertThat(verdict().streams().getFirst().matched()).isEqualTo(1);
  }

  // Asked twice in one second an instrument shows the same: the sample belongs to the poll.
  @Test
  void aProbeDoesNotTakeTheSampleOfThePollAfterIt() {
    truth.add(new TruthRow("wx1", START + 900, value(1), true));
    truth.add(new TruthRow("wx1", START + 1000, value(1)));
    received(1);
    ledger(1);
    assertThat(verdict().complete()).isTrue();
  }

  @Test
  void aDeviceOfWhichNothingCameIsNamed() {
    produced(1);
    received(1);
    ledger(1);
    truth.add(new TruthRow("air1", START, Map.of("pm25", 7.0)));
    assertThat(verdict().reasons()).contains("air1: measured, but nothing was received");
  }

  @Test
  void aNumberWithTwoContentsIsAnError() {
    produced(1);
    received(1);
    arrivals.add(row(EPOCH, 1, 1, Map.of("t", 5.0)));
    ledger(1);
    assertThat(verdict().reasons()).anyMatch(r -> r.contains("two different contents"));
  }

  @Test
  void nothingAtAllIsNotComplete() {
    assertThat(verdict().reasons()).containsExactly("nothing was received");
  }

  private Verdict verdict() {
    return verifier.judge(arrivals, truth, outages);
  }

  private void produced(int... seconds) {
    for (int second : seconds) {
      truth.add(new TruthRow("wx1", START + second * 1000L, value(second)));
    }
  }

  private void received(int... numbers) {
    for (int number : numbers) {
      arrivals.add(row(EPOCH, number, number, value(number)));
    }
  }

  private void ledger(long last) {
    arrivals.add(new Arrival.Ledger(stream(EPOCH), 1, last, last, List.of(), 0, START));
  }

  private static Arrival.Row row(UUID epoch, long number, int second, Map<String, Double> values) {
    return new Arrival.Row(
        stream(epoch), number, START + second * 1000L, "SYNCED", false, values, Map.of(), START);
  }

  private static Map<String, Double> value(int second) {
    return Map.of("t", 20 + second / 10.0);
  }

  private static StreamKey stream(UUID epoch) {
    return new StreamKey("BD-GW-1", epoch, "wx1");
  }
}
