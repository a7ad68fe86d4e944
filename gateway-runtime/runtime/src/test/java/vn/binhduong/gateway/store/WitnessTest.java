package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Whether the end of the log is proved whole, each row of the decision.
class WitnessTest {
  private static final UUID BOOT = new UUID(1, 1);
  private static final UUID EARLIER = new UUID(2, 2);

  @Test
  void comesBackAsItWas() throws Exception {
    Witness witness = new Witness(BOOT, 42, 7);
    assertThat(Witness.decode(witness.encode())).isEqualTo(witness);
  }

  @Test
  void aBlockTheWitnessSawIsMissing() {
    assertThat(proves(new Witness(BOOT, 43, 7), 42, true, State.IN_USE)).isFalse();
    assertThat(proves(new Witness(BOOT, 43, 7), 42, true, 42)).isFalse();
  }

  @Test
  void theProcessDiedAndEverythingAnyoneSawIsThere() {
    assertThat(proves(new Witness(BOOT, 42, 7), 42, false, State.IN_USE)).isTrue();
  }

  @Test
  void afterAPowerCutTheWitnessMayBeOldSoTheWalMustBeClean() {
    assertThat(proves(new Witness(EARLIER, 42, 7), 42, true, State.IN_USE)).isTrue();
    assertThat(proves(new Witness(EARLIER, 42, 7), 42, false, State.IN_USE)).isFalse();
    assertThat(proves(new Witness(EARLIER, 40, 7), 42, true, State.IN_USE)).isTrue();
  }

  @Test
  void withoutWitnessOnlyACleanCloseProves() {
    assertThat(Witness.proves(Optional.empty(), BOOT, 42, true, State.IN_USE)).isFalse();
    assertThat(Witness.proves(Optional.empty(), BOOT, 42, true, 42)).isTrue();
    assertThat(Witness.proves(Optional.empty(), BOOT, 41, true, 42)).isFalse();
  }

  @Test
  void onlyAPowerCutBehindAllThatWasSeenExcusesHoles() {
    Optional<Witness> here = Optional.of(new Witness(BOOT, 42, 7));
    Optional<Witness> earlier = Optional.of(new Witness(EARLIER, 42, 7));
    assertThat(Witness.mayHaveFailed(earlier, BOOT, 42)).isTrue();
    assertThat(Witness.mayHaveFailed(earlier, BOOT, 43)).isTrue();
    assertThat(Witness.mayHaveFailed(earlier, BOOT, 41)).isFalse();
    assertThat(Witness.mayHaveFailed(here, BOOT, 42)).isFalse();
    assertThat(Witness.mayHaveFailed(Optional.empty(), BOOT, 42)).isFalse();
    assertThat(Witness.mayHaveFailed(Optional.empty(), BOOT, 0)).isTrue();
  }

  private static boolean proves(Witness witness, long recovered, boolean clean, long cleanBlock) {
    return Witness.proves(Optional.of(witness), BOOT, recovered, clean, cleanBlock);
  }
}
