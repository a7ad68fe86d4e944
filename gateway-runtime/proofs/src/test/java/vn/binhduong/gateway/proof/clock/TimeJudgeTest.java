package vn.binhduong.gateway.proof.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.StreamKey;

/// The judge of times must see each kind of wrong time, or the proof shows nothing.
class TimeJudgeTest {
  private static final StreamKey STREAM = new StreamKey("G", new UUID(1, 1), "c1");

  private static Arrival.Row row(long number, long timeMillis, String clock, double count) {
    return new Arrival.Row(
        STREAM, number, timeMillis, clock, false, Map.of("count", count), Map.of(), 0);
  }

  private static List<TimeJudge.Judged> judge(Arrival... arrivals) {
    return TimeJudge.judge(
        List.of(arrivals),
        List.of(
            new Counters.Served("c1", 1, 5_000_000L, true),
            new Counters.Served("c1", 2, 7_000_000L, false)),
        nanos -> 1000 + nanos / 1e6);
  }

  // It is the value, not the time, that says which answer a sample was.
  @Test
  void theErrorIsThatOfTheAnswerWithThisValue() {
    List<TimeJudge.Judged> judged =
        judge(row(1, 1007 + 3_600_000, "SYNCED", 2), row(2, 990, "UNSYNCED", 1));
    assertThat(judged)
        .extracting(TimeJudge.Judged::errorMillis)
        .containsExactly(3_600_000.0, -15.0);
    assertThat(judged).extracting(TimeJudge.Judged::marked).containsExactly(false, true);
  }

  @Test
  void whatNoInstrumentAnsweredIsLeftToTheVerifier() {
    assertThat(judge(row(1, 1000, "SYNCED", 3))).isEmpty();
  }

  // Only a time that was called final may not change.
  @Test
  void aFinalTimeThatChangesIsFound() {
    assertThat(TimeJudge.rewritten(judge(row(1, 1007, "SYNCED", 2), row(1, 1008, "SYNCED", 2))))
        .singleElement()
        .asString()
        .contains("final at 1007, then at 1008");
    assertThat(TimeJudge.rewritten(judge(row(1, 900, "UNSYNCED", 2), row(1, 1007, "SYNCED", 2))))
        .isEmpty();
  }
}
