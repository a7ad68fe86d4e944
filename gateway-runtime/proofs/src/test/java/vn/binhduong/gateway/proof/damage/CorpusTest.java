package vn.binhduong.gateway.proof.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// A corpus that leaves a kind of damage out, or names files that are not there, proves less than
/// it says.
class CorpusTest {
  private static final Map<String, Long> KILLED =
      Map.of(
          "segments/000000000001.db", 20_480L,
          "segments/000000000001.seal", 300L,
          "segments/000000000002.db", 1_024L,
          "segments/000000000002.db-wal", 32L + 40 * 1048,
          "segments/000000000002.db-shm", 32_768L,
          "state.db", 2_048L,
          "state.db-wal", 32L + 9 * 1048,
          "witness", 38L,
          "lock", 0L);

  private static final Map<String, Long> CLOSED =
      Map.of(
          "segments/000000000001.db",
          20_480L,
          "segments/000000000001.seal",
          300L,
          "state.db",
          2_048L);

  private static List<Case> cases(long seed) {
    return new Corpus(List.of(KILLED, CLOSED), seed).cases(540);
  }

  @Test
  void theSameSeedGivesTheSameCasesAndAnotherOneOthers() {
    assertThat(cases(7)).isEqualTo(cases(7)).isNotEqualTo(cases(8));
  }

  @Test
  void everyFamilyComesOften() {
    Set<Family> seen = EnumSet.noneOf(Family.class);
    List<Case> cases = cases(7);
    cases.forEach(each -> seen.add(each.family()));
    assertThat(seen).containsExactlyInAnyOrder(Family.values());
    assertThat(cases).filteredOn(each -> each.family() == Family.WAL_BIT_FLIP).hasSize(58);
    assertThat(cases).filteredOn(each -> each.family() == Family.COMBINED).hasSize(85);
  }

  @Test
  void everyFileIsHit() {
    Set<String> hit = new TreeSet<>();
    cases(7).forEach(each -> each.harms().forEach(harm -> hit.add(harm.file())));
    assertThat(hit).containsAll(KILLED.keySet()).contains("segments", "quarantine", "reserve", ".");
  }

  // A flip behind the end, or in a directory without a WAL, would break nothing.
  @Test
  void aFlipInAWalIsInsideAWalThatIsThere() {
    for (Case each : cases(7)) {
      if (each.family() == Family.WAL_BIT_FLIP) {
        assertThat(each.master()).isZero();
        assertThat(each.harms()).hasSize(1);
        Harm.Flip flip = (Harm.Flip) each.harms().getFirst();
        assertThat(flip.file()).isEqualTo("segments/000000000002.db-wal");
        assertThat(flip.at()).isBetween(0L, Objects.requireNonNull(KILLED.get(flip.file())) - 1);
      }
    }
  }

  @Test
  void aCutLeavesLessThanThereWas() {
    for (Case each : cases(7)) {
      if (each.family() == Family.TRUNCATED) {
        Harm.Cut cut = (Harm.Cut) each.harms().getFirst();
        long size = Objects.requireNonNull((each.master() == 0 ? KILLED : CLOSED).get(cut.file()));
        assertThat(cut.bytes()).isBetween(0L, size - 1);
      }
    }
  }
}
