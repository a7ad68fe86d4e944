package vn.binhduong.gateway.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  // A harness that did nothing must not look like one that found nothing.
  @Test
  void aProofThatNeverRanHasShownNothing() {
    Tally tally = new Tally();
    assertThat(tally.holds()).isFalse();
    tally.ran();
    assertThat(tally.holds()).as("nothing was broken").isFalse();
    tally.fault("SIGKILL");
    assertThat(tally.holds()).isTrue();
  }

  @Test
  void anyLossBreaksIt() {
    for (int i = 0; i < 4; i++) {
      Tally tally = new Tally();
      tally.ran();
      tally.fault("SIGKILL");
      switch (i) {
        case 0 -> tally.lost(1);
        case 1 -> tally.duplicated(1);
        case 2 -> tally.unaccounted(1);
        default -> tally.wrong("number %d", 1);
      }
      assertThat(tally.holds()).isFalse();
      assertThat(tally.lines("crash", 7).getLast()).contains("BROKEN");
    }
  }
}
