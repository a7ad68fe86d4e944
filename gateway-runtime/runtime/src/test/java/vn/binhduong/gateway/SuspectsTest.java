package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.acquisition.Restart;
import vn.binhduong.gateway.health.HealthState;

/// A sick driver may make the process restart, but not again and again.
class SuspectsTest {
  private static final Restart HANG =
      new Restart("device a: poll hangs", Set.of("a"), HealthState.STUCK);

  @TempDir private Path directory = Path.of("");

  @Test
  void nobodyIsHeldBackAtFirst() {
    assertThat(Suspects.read(directory).heldBack()).isEmpty();
  }

  @Test
  void theNextProcessHoldsTheDeviceBackAndSaysWhy() {
    assertThat(Suspects.read(directory).remember(HANG))
        .isEqualTo("device a: poll hangs; held back after the restart: a");
    var held = Suspects.read(directory).heldBack();
    assertThat(held).containsOnlyKeys("a");
    assertThat(Objects.requireNonNull(held.get("a")).forTime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(held.get("a").state()).isEqualTo(HealthState.STUCK);
    assertThat(held.get("a").why())
        .isEqualTo("it made the gateway restart itself (device a: poll hangs)");
  }

  @Test
  void eachTimeItIsHeldBackTwiceAsLong() {
    for (int i = 0; i < 3; i++) {
      Suspects.read(directory).remember(HANG);
    }
    assertThat(Objects.requireNonNull(Suspects.read(directory).heldBack().get("a")).forTime())
        .isEqualTo(Duration.ofMinutes(40));
    assertThat(Suspects.heldBackFor(1_000_000)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aDeviceThatBehavesIsForgotten() {
    Suspects suspects = Suspects.read(directory);
    suspects.remember(HANG);
    suspects.look(Duration.ofMinutes(69));
    assertThat(Suspects.read(directory).heldBack()).hasSize(1);
    suspects.look(Duration.ofMinutes(71));
    assertThat(Suspects.read(directory).heldBack()).isEmpty();
  }

  // Whatever stands there: the gateway starts.
  @Test
  void aDamagedFileHoldsNobodyBack() throws IOException {
    Path file = directory.resolve("suspects.json");
    for (String text :
        new String[] {"", "{", "[]", "7", "{\"a\": 1}", "{\"a\": {\"state\": \"X\"}}"}) {
      Files.writeString(file, text);
      assertThat(Suspects.read(directory).heldBack()).isEmpty();
    }
    Files.deleteIfExists(file);
    Files.createDirectory(file);
    assertThat(Suspects.read(directory).heldBack()).isEmpty();
  }
}
