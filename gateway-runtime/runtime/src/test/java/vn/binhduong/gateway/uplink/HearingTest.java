package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.binhduong.gateway.contract.TopicClass.DATA;
import static vn.binhduong.gateway.contract.TopicClass.EVENT;
import static vn.binhduong.gateway.uplink.Hearing.Change.NOBODY;
import static vn.binhduong.gateway.uplink.Hearing.Change.NONE;
import static vn.binhduong.gateway.uplink.Hearing.Change.SOMEBODY;

import org.junit.jupiter.api.Test;

/// Whether anybody listens, told from what the broker answers.
class HearingTest {
  private static final long MINUTE = Hearing.NANOS_MIN;

  private final Hearing hearing = new Hearing();

  // A consumer that restarts misses nothing when the broker keeps its session; one that does not
  // is back within the minute.
  @Test
  void aShortSilenceIsNoNews() {
    for (int i = 0; i < 100; i++) {
      assertThat(hearing.answered(DATA, false, i * (MINUTE - 1) / 100)).isEqualTo(NONE);
    }
    assertThat(hearing.answered(DATA, true, MINUTE)).isEqualTo(NONE);
    assertThat(hearing.answered(DATA, false, 2 * MINUTE)).isEqualTo(NONE);
    assertThat(hearing.warning()).isEmpty();
  }

  @Test
  void twoBatchesInAnHourSayLittle() {
    assertThat(hearing.answered(DATA, false, 0)).isEqualTo(NONE);
    assertThat(hearing.answered(DATA, false, 60 * MINUTE)).isEqualTo(NONE);
    assertThat(hearing.answered(DATA, false, 61 * MINUTE)).isEqualTo(NOBODY);
  }

  @Test
  void itIsToldOnceAndEndsOnce() {
    hearing.answered(DATA, false, 0);
    hearing.answered(DATA, false, 1);
    assertThat(hearing.answered(DATA, false, MINUTE)).isEqualTo(NOBODY);
    assertThat(hearing.answered(DATA, false, 2 * MINUTE)).isEqualTo(NONE);
    assertThat(hearing.warning()).hasValue("nobody subscribes to data");
    assertThat(hearing.answered(DATA, true, 3 * MINUTE)).isEqualTo(SOMEBODY);
    assertThat(hearing.answered(DATA, true, 3 * MINUTE)).isEqualTo(NONE);
    assertThat(hearing.warning()).isEmpty();
  }

  // The samples are heard, and the alarms reach nobody.
  @Test
  void aForgottenSubscriptionShowsBesideOthersThatAreThere() {
    for (long now = 0; now <= 2 * MINUTE; now += MINUTE) {
      assertThat(hearing.answered(DATA, true, now)).isEqualTo(NONE);
      assertThat(hearing.answered(EVENT, false, now)).isEqualTo(now < 2 * MINUTE ? NONE : NOBODY);
    }
    assertThat(hearing.warning()).hasValue("nobody subscribes to event");
  }
}
