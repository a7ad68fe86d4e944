package vn.binhduong.gateway.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.health.HealthPicture;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.BootTime;

/// What stands on disk at each step of a change, and what a start makes of it.
class TrialsTest {
  private static final UUID BOOT = new UUID(0, 1);
  private static final HealthPicture HEALTH =
      new HealthPicture(Map.of("uplink", HealthState.OK, "store", HealthState.OK));

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void former() throws IOException {
    file = directory.resolve("gateway.yaml");
    Files.writeString(file, "former");
  }

  /// As a new process sees it.
  private Trials trials() {
    return Trials.of(file, () -> new BootTime(BOOT, 5_000_000_000L));
  }

  private Trials begun() throws IOException {
    Trials trials = trials();
    trials.begin("new", "cmd r-1", Duration.ofMinutes(5), HEALTH);
    return trials;
  }

  private Trial.Stage stage() {
    return trials().last().map(Trial::stage).orElse(Trial.Stage.NONE);
  }

  private Path beside(String name) {
    return directory.resolve("gateway.yaml.change").resolve(name);
  }

  @Test
  void aTrialIsWrittenDownAndTheNewFileInPlace() throws IOException {
    begun();
    Trial trial = trials().last().orElseThrow();
    assertThat(trial)
        .isEqualTo(
            new Trial(
                Trial.Stage.TRIAL,
                Trials.sha256("new".getBytes(StandardCharsets.UTF_8)),
                "cmd r-1",
                Duration.ofMinutes(5),
                new BootTime(BOOT, 5_000_000_000L),
                0,
                List.of(),
                Trial.Stage.NONE));
    assertThat(file).hasContent("new");
    assertThat(trials().previous().text()).isEqualTo("former");
    assertThat(trials().before()).isEqualTo(HEALTH);
  }

  @Test
  void confirmedStaysForEver() throws IOException {
    begun().confirm();
    Trials later = trials();
    later.atStart();
    assertThat(stage()).isEqualTo(Trial.Stage.CONFIRMED);
    assertThat(file).hasContent("new");
  }

  @Test
  void revertedComesBackWithItsReason() throws IOException {
    begun().revert(List.of("uplink was OK, is UNAVAILABLE"));
    Trials later = trials();
    later.atStart();
    assertThat(file).hasContent("former");
    assertThat(later.last().orElseThrow().stage()).isEqualTo(Trial.Stage.REVERTED);
    assertThat(later.last().orElseThrow().problems())
        .containsExactly("uplink was OK, is UNAVAILABLE");
  }

  // Killed between the journal and the file.
  @Test
  void aStartPutsTheNewFileInPlaceThatAKillLeftOut() throws IOException {
    begun();
    Files.writeString(file, "former");
    trials().atStart();
    assertThat(file).hasContent("new");
    assertThat(stage()).isEqualTo(Trial.Stage.TRIAL);
  }

  @Test
  void aStartFinishesPuttingBack() throws IOException {
    begun().revert(List.of("why"));
    // As it was between the journal's REVERTING and the file.
    Files.writeString(file, "new");
    Path journal = beside("journal.json");
    Files.writeString(journal, Files.readString(journal).replace("REVERTED", "REVERTING"));
    trials().atStart();
    assertThat(file).hasContent("former");
    assertThat(stage()).isEqualTo(Trial.Stage.REVERTED);
    assertThat(trials().last().orElseThrow().problems()).containsExactly("why");
  }

  // The disk was full after the journal and before the file: nobody may be left on the new file.
  @Test
  void revertingIsTriedAgainWithoutAStart() throws IOException {
    begun();
    Path journal = beside("journal.json");
    Files.writeString(journal, Files.readString(journal).replace("TRIAL", "REVERTING"));
    trials().revert(List.of("not the first reason"));
    assertThat(file).hasContent("former");
    assertThat(stage()).isEqualTo(Trial.Stage.REVERTED);
  }

  // Killed before the journal: nothing was begun.
  @Test
  void filesWithoutAJournalAreNothing() throws IOException {
    Files.createDirectories(beside("x").getParent());
    Files.writeString(beside("previous.yaml"), "older");
    Files.writeString(beside("candidate.yaml"), "newer");
    trials().atStart();
    assertThat(file).hasContent("former");
    assertThat(stage()).isEqualTo(Trial.Stage.NONE);
  }

  // It ends the gateway each time before it can be judged.
  @Test
  void tooManyStartsSendItBack() throws IOException {
    begun();
    for (int i = 0; i < Trial.STARTS_MAX; i++) {
      trials().atStart();
      assertThat(file).hasContent("new");
    }
    trials().atStart();
    assertThat(file).hasContent("former");
    assertThat(trials().last().orElseThrow().problems())
        .containsExactly("the gateway was started 3 times without proving it");
  }

  @Test
  void whatAPersonWroteDuringTheTrialStays() throws IOException {
    begun();
    Files.writeString(file, "by hand");
    trials().atStart();
    assertThat(file).hasContent("by hand");
    assertThat(stage()).isEqualTo(Trial.Stage.SUPERSEDED);
  }

  @Test
  void aFileLostDuringTheTrialIsWrittenAgain() throws IOException {
    begun();
    Files.delete(file);
    trials().atStart();
    assertThat(file).hasContent("new");
  }

  @Test
  void aDamagedJournalIsSetAsideAndTheFileRunsAsItIs() throws IOException {
    begun();
    Files.writeString(beside("journal.json"), "{\"stage\":\"TRI");
    trials().atStart();
    assertThat(file).hasContent("new");
    assertThat(stage()).isEqualTo(Trial.Stage.NONE);
    assertThat(beside("journal.damaged")).exists();
  }

  @Test
  void aSecondTrialWaitsForTheFirst() throws IOException {
    Trials trials = begun();
    assertThatThrownBy(() -> trials.begin("newer", "x", Duration.ofMinutes(1), HEALTH))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("new");
  }

  @Test
  void afterARestartOfTheMachineTheProcessCounts() {
    Trial trial =
        new Trial(
            Trial.Stage.TRIAL,
            "",
            "x",
            Duration.ofMinutes(5),
            new BootTime(BOOT, 5_000_000_000L),
            1,
            List.of(),
            Trial.Stage.NONE);
    Duration uptime = Duration.ofSeconds(7);
    assertThat(trial.elapsed(new BootTime(BOOT, 65_000_000_000L), uptime)).hasSeconds(60);
    assertThat(trial.elapsed(new BootTime(new UUID(0, 2), 65_000_000_000L), uptime))
        .isEqualTo(uptime);
  }
}
