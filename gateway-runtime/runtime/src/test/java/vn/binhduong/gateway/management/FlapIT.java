package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A short share of [Flap]; `scripts/flap` runs it for as long as one likes, through the properties
/// `flap.seconds` and `flap.seed`.
@Tag("long")
@Tag("interop")
class FlapIT {
  private static final long SECONDS = Long.getLong("flap.seconds", 90);
  private static final long SEED = Long.getLong("flap.seed", 7);

  @TempDir Path temp;

  // A link that flaps all day must cost neither money for datagrams nor memory, and must not keep
  // the gateway away from its server once it stays up.
  @Test
  void aFlappingLinkCostsLittleAndEndsRegistered() throws Exception {
    System.out.printf("A link that flaps for %d s, seed %d%n", SECONDS, SEED);
    List<Flap.Finding> findings =
        new Flap(temp, Duration.ofSeconds(SECONDS), SEED, System.out).run();
    System.out.printf("%-28s %20s %10s%n", "", "found", "at most");
    for (Flap.Finding each : findings) {
      System.out.printf(
          "%-28s %20s %10s  %s%n",
          each.name(), each.found(), each.bound(), each.holds() ? "holds" : "BROKEN");
    }
    boolean holds = findings.stream().allMatch(Flap.Finding::holds);
    System.out.println(holds ? "HOLDS" : "BROKEN");
    assertThat(findings).allMatch(Flap.Finding::holds);
  }
}
