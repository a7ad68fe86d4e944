package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.store.Retention.Candidate;
import vn.binhduong.gateway.store.Retention.Deletion;
import vn.binhduong.gateway.store.Retention.Need;

/// Which segments go, each row of the decision.
class RetentionTest {
  private static final long NOW = 1_000_000;
  private static final long KEPT = 1_000;
  private static final long OLD = NOW - KEPT;

  @Test
  void nothingGoesWhileThereIsSpaceAndTime() {
    assertThat(plan(0, delivered(1, OLD + 1), pending(2, 0))).isEmpty();
  }

  @Test
  void deliveredDataGoesWhenItsRetentionIsOverEvenWithSpace() {
    assertThat(plan(0, delivered(1, OLD), delivered(2, OLD + 1)))
        .containsExactly(new Deletion(1, true, false));
  }

  // What the IOC does not have yet is kept without limit of age.
  @Test
  void pendingDataDoesNotGoByAge() {
    assertThat(plan(0, pending(1, 0))).isEmpty();
  }

  @Test
  void theOldestDeliveredGoesFirstThenTheOldestOfAllAndNoMoreThanNeeded() {
    Candidate[] all = {pending(1, OLD + 1), delivered(2, OLD + 2), delivered(3, OLD + 3)};
    assertThat(plan(100, all)).containsExactly(new Deletion(2, true, true));
    assertThat(plan(101, all))
        .containsExactly(new Deletion(2, true, true), new Deletion(3, true, true));
    assertThat(plan(201, all))
        .containsExactly(
            new Deletion(2, true, true), new Deletion(3, true, true), new Deletion(1, false, true));
  }

  @Test
  void whatGoesByAgeCountsForTheSpaceThatIsNeeded() {
    assertThat(plan(100, delivered(1, OLD), delivered(2, OLD + 1)))
        .containsExactly(new Deletion(1, true, false));
  }

  private static Candidate delivered(long number, long sealedMillis) {
    return new Candidate(number, sealedMillis, 100, true);
  }

  private static Candidate pending(long number, long sealedMillis) {
    return new Candidate(number, sealedMillis, 100, false);
  }

  private static List<Deletion> plan(long excess, Candidate... sealed) {
    return Retention.plan(List.of(sealed), new Need(NOW, KEPT, excess));
  }
}
