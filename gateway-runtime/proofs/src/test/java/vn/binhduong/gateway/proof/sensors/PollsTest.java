package vn.binhduong.gateway.proof.sensors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PollsTest {
  private static final long SECOND = 1_000_000_000L;

  private static Polls.Count count(List<Polls.Span> pauses, long... millis) {
    long[] samples = new long[millis.length];
    for (int i = 0; i < millis.length; i++) {
      samples[i] = millis[i] * 1_000_000;
    }
    return Polls.count(
        SECOND / 4, SECOND, new Polls.Span(10 * SECOND, 14 * SECOND), samples, pauses);
  }

  // Instants 10.25, 11.25, 12.25; the poll of 13.25 ends outside.
  @Test
  void aPollIsKeptByASampleWithinItsPeriod() {
    assertThat(count(List.of(), 10_251, 12_240, 12_900)).isEqualTo(new Polls.Count(3, 3, 0));
  }

  @Test
  void twoSamplesInOnePeriodKeepOnePoll() {
    assertThat(count(List.of(), 10_251, 10_900)).isEqualTo(new Polls.Count(3, 1, 0));
  }

  @Test
  void aSampleBeforeTheInstantKeepsNothing() {
    assertThat(count(List.of(), 10_200)).isEqualTo(new Polls.Count(3, 0, 0));
  }

  // Only a missing poll needs an excuse.
  @Test
  void aMissingPollIsExcusedWhileTheMachineStoodStill() {
    var pause = List.of(new Polls.Span(11 * SECOND, 12 * SECOND));
    assertThat(count(pause, 10_300, 12_300)).isEqualTo(new Polls.Count(2, 2, 1));
    assertThat(count(pause, 10_300, 11_900, 12_300)).isEqualTo(new Polls.Count(3, 3, 0));
  }
}
