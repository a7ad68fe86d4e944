package vn.binhduong.gateway.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real supervisor with real processes and packages made by the real command: a good version
/// stays, every other one goes.
@Timeout(180)
@Tag("interop")
class SupervisorIT {
  @TempDir private Path directory = Path.of("");
  private List<Journal> told = new ArrayList<>();
  private Site site;

  @BeforeEach
  void setUp() throws Exception {
    site = new Site(directory);
    site.keep();
  }

  @AfterEach
  void tearDown() throws Exception {
    site.close();
  }

  private Journal update(String version, Site.Kind kind) throws Exception {
    site.updates().install(site.make(version, kind));
    site.updates().apply();
    site.supervise();
    return look();
  }

  private Journal look() throws Exception {
    site.updates().look(Duration.ofSeconds(1), told::add);
    return site.updates().journal();
  }

  private void returned(Journal journal, String reason) throws Exception {
    assertThat(journal.state()).isEqualTo(UpdateState.IDLE);
    assertThat(journal.result()).as(site.log()).isEqualTo(ResultCode.FAILED);
    assertThat(journal.reason()).contains(reason).contains("back to 1.0.0");
    assertThat(site.updates().current()).contains(Version.parse("1.0.0"));
    site.await("the old version runs", () -> site.read("running").equals("1.0.0"));
    assertThat(site.read("supervisor/failed")).isEqualTo(journal.payload() + " 1.1.0");
    assertThat(site.root.resolve("releases/1.1.0")).doesNotExist();
    assertThat(told).extracting(Journal::result).containsExactly(ResultCode.FAILED);
  }

  @Test
  void aGoodVersionIsConfirmed() throws Exception {
    Journal journal = update("1.1.0", Site.Kind.GOOD);

    assertThat(journal.result()).as(site.log()).isEqualTo(ResultCode.SUCCESS);
    assertThat(journal.reason()).isEqualTo("well");
    assertThat(site.updates().current()).contains(Version.parse("1.1.0"));
    site.await("the new version runs", () -> site.read("running").equals("1.1.0"));
    assertThat(told).extracting(Journal::result).containsExactly(ResultCode.SUCCESS);
    assertThat(site.root.resolve("supervisor/trial")).doesNotExist();
    // Told once.
    look();
    assertThat(told).hasSize(1);
  }

  @Test
  void oneThatCrashesGoes() throws Exception {
    returned(update("1.1.0", Site.Kind.CRASHES), "it was started 6 times and did not stay");
  }

  @Test
  void oneThatHangsGoes() throws Exception {
    returned(update("1.1.0", Site.Kind.HANGS), "it did not confirm itself in time");
  }

  @Test
  void oneThatDamagesItsSlotGoes() throws Exception {
    returned(update("1.1.0", Site.Kind.CORRUPTS), "it did not stay whole: a file is not the one");
  }

  // What failed is not tried again; a corrected build of the same version is.
  @Test
  void aFailedPackageIsRefusedAndACorrectedOneTaken() throws Exception {
    update("1.1.0", Site.Kind.CRASHES);
    Path same = directory.resolve("1.1.0.update");
    assertThatThrownBy(() -> site.updates().install(same))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("failed on this gateway before");

    assertThat(update("1.1.0", Site.Kind.GOOD).result()).isEqualTo(ResultCode.SUCCESS);
  }

  // The supervisor trusts nobody: what the gateway verified may have changed since.
  @Test
  void aSlotThatChangedAfterItsInstallationIsNotSwitchedTo() throws Exception {
    site.updates().install(site.make("1.1.0", Site.Kind.GOOD));
    Files.writeString(site.root.resolve("releases/1.1.0/bin/extra"), "evil");
    site.updates().apply();
    site.supervise();

    Journal journal = look();
    assertThat(journal.result()).isEqualTo(ResultCode.FAILED);
    assertThat(journal.reason()).contains("there are more than were signed");
    assertThat(site.updates().current()).contains(Version.parse("1.0.0"));
    assertThat(site.read("running")).isEqualTo("1.0.0");
    // The package itself was good, so it may be installed again.
    assertThat(site.read("supervisor/failed")).isEmpty();
    assertThat(update("1.1.0", Site.Kind.GOOD).result()).isEqualTo(ResultCode.SUCCESS);
  }

  @Test
  void aSlotOfAnUntrustedKeyIsNotSwitchedTo() throws Exception {
    site.updates().install(site.make("1.1.0", Site.Kind.GOOD));
    site.script("make-update", "key", directory.resolve("other").toString(), "k1");
    Files.copy(
        directory.resolve("other/k1.pem"),
        site.root.resolve("keys/k1.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    site.updates().apply();
    site.supervise();

    assertThat(look().reason()).contains("not one of a trusted key");
    assertThat(site.updates().current()).contains(Version.parse("1.0.0"));
  }

  // Going back by a forged request would bring old weaknesses back; the slot that is stood by must
  // survive the attempt.
  @Test
  void aRequestForAnOlderSlotIsRefused() throws Exception {
    update("1.1.0", Site.Kind.GOOD);
    update("1.2.0", Site.Kind.GOOD);
    Files.writeString(site.root.resolve("inbox/request"), "id=forged\nversion=1.1.0\n");
    site.supervise();

    assertThat(site.value("supervisor/outcome", "reason"))
        .contains("1.1.0 is not higher than 1.2.0");
    assertThat(site.updates().current()).contains(Version.parse("1.2.0"));
    assertThat(site.root.resolve("releases/1.1.0/bin/edge-gateway")).exists();
  }

  @Test
  void aRequestOfNonsenseIsDropped() throws Exception {
    for (String request :
        List.of(
            "",
            "id=../x\nversion=1.1.0\n",
            "id=a\nversion=../../etc\n",
            "\0\1\2",
            "id=a\nversion=1.1.0;reboot\n")) {
      Files.writeString(site.root.resolve("inbox/request"), request);
      site.supervise();
      assertThat(site.root.resolve("inbox/request")).doesNotExist();
    }
    assertThat(site.updates().current()).contains(Version.parse("1.0.0"));
  }

  @Test
  void slotsAreKeptToThree() throws Exception {
    for (String version : List.of("1.1.0", "1.2.0", "1.3.0", "1.10.0")) {
      assertThat(update(version, Site.Kind.GOOD).result())
          .as(site.log())
          .isEqualTo(ResultCode.SUCCESS);
    }
    assertThat(site.updates().installed())
        .extracting(Version::toString)
        .containsExactly("1.2.0", "1.3.0", "1.10.0");
  }

  // A confirmation of another update, or of another version, is none.
  @Test
  void anotherConfirmationDoesNotCount() throws Exception {
    site.updates().install(site.make("1.1.0", Site.Kind.HANGS));
    site.updates().apply();
    Process supervisor = site.supervisor();
    site.await("the trial", () -> site.phase().equals("trial"));
    String id = site.value("supervisor/trial", "id");
    Files.writeString(site.root.resolve("inbox/confirmed"), "id=" + id + "\nversion=1.0.0\n");
    Files.writeString(site.root.resolve("inbox/confirmed"), "id=x\nversion=1.1.0\n");
    supervisor.waitFor();

    returned(look(), "it did not confirm itself in time");
  }

  // No supervisor at all: the gateway goes on with the version it has, and says so.
  @Test
  void withoutASupervisorTheRequestIsWithdrawn() throws Exception {
    Updates updates = site.updates();
    updates.install(site.make("1.1.0", Site.Kind.GOOD));
    updates.apply();
    for (int i = 0; i < 12; i++) {
      updates.look(Duration.ofMinutes(1), told::add);
    }
    assertThat(updates.journal().result()).isEqualTo(ResultCode.FAILED);
    assertThat(updates.journal().reason()).contains("did not answer within 10 min");
    assertThat(site.root.resolve("inbox/request")).doesNotExist();
    // One that comes late finds nothing to do.
    site.supervise();
    assertThat(updates.current()).contains(Version.parse("1.0.0"));
  }
}
