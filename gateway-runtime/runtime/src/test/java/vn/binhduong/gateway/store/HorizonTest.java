package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.store.Retention.Candidate;

/// When the history that must be kept cannot be kept, and when it can again.
class HorizonTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long NOW = 100 * DAY;

  private final Horizon horizon = new Horizon(Duration.ofDays(60));

  @Test
  void nothingIsShortAtTheBeginning() {
    assertThat(horizon.look(NOW, List.of(), 0)).isEmpty();
  }

  @Test
  void whatWasThinnedEarlyCountsForADay() {
    horizon.early(NOW, true);
    assertThat(horizon.look(NOW, List.of(), 0))
        .contains(new Horizon.Shortfall(true, true, Long.MAX_VALUE));
    assertThat(horizon.look(NOW + DAY - 1, List.of(), 0)).isPresent();
    assertThat(horizon.look(NOW + DAY, List.of(), 0)).isEmpty();
  }

  // Ten bytes a day: 600 bytes are 60 days, less is too little, and it is said 59 days too early.
  @Test
  void theRateOfTheSegmentsTellsForHowLongTheSpaceIsEnough() {
    List<Candidate> sealed = List.of(sealed(1, NOW - DAY), sealed(2, NOW));
    assertThat(horizon.look(NOW, sealed, 600)).isEmpty();
    assertThat(horizon.look(NOW, sealed, 599)).contains(new Horizon.Shortfall(false, false, 59));
  }

  // A burst of an hour would say that the disk is full tomorrow.
  @Test
  void aShortTimeSaysNothing() {
    assertThat(horizon.look(NOW, List.of(sealed(1, NOW - DAY + 1), sealed(2, NOW)), 1)).isEmpty();
  }

  private static Candidate sealed(long number, long millis) {
    return new Candidate(number, millis, 10, true, Grain.RAW);
  }
}
