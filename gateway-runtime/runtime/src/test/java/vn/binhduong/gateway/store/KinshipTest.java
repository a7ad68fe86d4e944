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
    assertThat(Kinship.strangers(Map.of(1L, Set.of(A), 2L, Set.of(B), 3L, Set.of(A)), Set.of(A)))
        .isEqualTo(new Kinship.Strangers(Set.of(2L), false));
  }

  @Test
  void anEarlierEpochThatASnapshotNamesIsOurs() {
    assertThat(
            Kinship.strangers(Map.of(1L, Set.of(A), 2L, Set.of(A2, A), 3L, Set.of(A2)), Set.of()))
        .isEqualTo(Kinship.Strangers.NONE);
  }

  @Test
  void theStateOfAnotherGatewayIsPutAwayAndNotOurSegments() {
    assertThat(Kinship.strangers(Map.of(1L, Set.of(A), 2L, Set.of(A)), Set.of(B)))
        .isEqualTo(new Kinship.Strangers(Set.of(), true));
  }

  @Test
  void ofTwoEqualFamiliesOursIsThatOfTheState() {
    assertThat(Kinship.strangers(Map.of(1L, Set.of(B), 2L, Set.of(A)), Set.of(A)))
        .isEqualTo(new Kinship.Strangers(Set.of(1L), false));
  }

  @Test
  void aSegmentThatTellsNothingIsNoStranger() {
    assertThat(Kinship.strangers(Map.of(1L, Set.of(), 2L, Set.of(A)), Set.of(A)))
        .isEqualTo(Kinship.Strangers.NONE);
  }
}
