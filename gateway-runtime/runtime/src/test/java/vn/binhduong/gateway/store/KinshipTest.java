package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Data of another gateway must never be sent as ours, and ours never be put away as another's.
class KinshipTest {
  private static final UUID A = new UUID(1, 1);
  private static final UUID A2 = new UUID(1, 2);
  private static final UUID B = new UUID(2, 1);

  @Test
  void aSegmentOfAnotherEpochThatNobodyKnowsIsAStranger() {
    assertThat(
            Kinship.strangers(
                Map.of(1L, Set.of(Set.of(A)), 2L, Set.of(Set.of(B)), 3L, Set.of(Set.of(A))),
                Set.of(A)))
        .isEqualTo(new Kinship.Strangers(Set.of(2L), false, Set.of(B)));
  }

  @Test
  void anEarlierEpochThatASnapshotNamesIsOurs() {
    assertThat(
            Kinship.strangers(
                Map.of(1L, Set.of(Set.of(A)), 2L, Set.of(Set.of(A2, A)), 3L, Set.of(Set.of(A2))),
                Set.of()))
        .isEqualTo(Kinship.Strangers.NONE);
  }

  @Test
  void theStateOfAnotherGatewayIsPutAwayAndNotOurSegments() {
    assertThat(Kinship.strangers(Map.of(1L, Set.of(Set.of(A)), 2L, Set.of(Set.of(A))), Set.of(B)))
        .isEqualTo(new Kinship.Strangers(Set.of(), true, Set.of(B)));
  }

  @Test
  void ofTwoEqualFamiliesOursIsThatOfTheState() {
    assertThat(Kinship.strangers(Map.of(1L, Set.of(Set.of(B)), 2L, Set.of(Set.of(A))), Set.of(A)))
        .isEqualTo(new Kinship.Strangers(Set.of(1L), false, Set.of(B)));
  }

  @Test
  void aSegmentThatTellsNothingIsNoStranger() {
    assertThat(Kinship.strangers(Map.of(1L, Set.of(), 2L, Set.of(Set.of(A))), Set.of(A)))
        .isEqualTo(Kinship.Strangers.NONE);
  }

  // The database of another gateway under a WAL of ours: SQLite reads both as one.
  @Test
  void ofASegmentThatHoldsRowsOfTwoOursStay() {
    assertThat(
            Kinship.strangers(
                Map.of(1L, Set.of(Set.of(A)), 2L, Set.of(Set.of(A), Set.of(B))), Set.of(A)))
        .isEqualTo(new Kinship.Strangers(Set.of(), false, Set.of(B)));
  }
}
