package vn.binhduong.gateway.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL of the installer, of the supervisor and of the program, in every state of the journal:
/// it always ends on a working version, with the right result. `-Dupdate.seed=N` for other moments,
/// `-Dupdate.kills=N` for more of them.
@Timeout(1200)
@Tag("interop")
class UpdateKillIT {
  private static final int KILLS_MIN = Integer.getInteger("update.kills", 40);
  private static final long SEED = Long.getLong("update.seed", 7);
  private static final List<String> STATES = List.of("DOWNLOADING", "DOWNLOADED", "UPDATING");
  private static final List<String> TO_THE_NEW =
      List.of("taken", "switch", "restart", "trial", "confirmed");
  private static final List<String> AND_BACK =
      List.of("taken", "switch", "restart", "trial", "revert", "returned");
  private static final List<Site.Kind> KINDS = List.copyOf(EnumSet.allOf(Site.Kind.class));

  @TempDir private Path directory = Path.of("");
  private final Random random = new Random(SEED);
  private final Map<String, Integer> kills = new TreeMap<>();

  private int count() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void whateverIsKilledAWorkingVersionRuns() throws Exception {
    for (int i = 0; count() < KILLS_MIN; i++) {
      Site.Kind kind = KINDS.get(i % KINDS.size());
      String what = "scenario %d, %s, seed %d".formatted(i, kind, SEED);
      try (Site site = new Site(Files.createDirectory(directory.resolve("s" + i)))) {
        site.keep();
        play(site, kind, i, what);
      }
    }
    System.out.printf("UpdateKillIT seed %d: %d kills: %s%n", SEED, count(), kills);
    assertThat(kills.keySet())
        .as("kills in every state and phase: %s", kills)
        .contains("installer DOWNLOADING", "installer UPDATING", "program trial")
        .contains(
            "supervisor taken", "supervisor switch", "supervisor restart", "supervisor trial");
  }

  private void play(Site site, Site.Kind kind, int scenario, String what) throws Exception {
    install(site, site.make("1.1.0", kind), STATES.get(scenario % STATES.size()));
    boolean good = kind == Site.Kind.GOOD;
    List<String> phases = good ? TO_THE_NEW : AND_BACK;
    for (int i = 0; i < 2; i++) {
      killSupervisor(site, phases.get((scenario + i * 3) % phases.size()));
    }
    Process supervisor = site.supervisor();
    site.await("trial or end", () -> !supervisor.isAlive() || site.phase().equals("trial"));
    if (supervisor.isAlive()) {
      pause(100);
      site.killProgram();
      killed("program trial");
    }
    if (!supervisor.waitFor(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(what + ": the supervisor did not end: " + site.log());
    }
    site.supervise();
    site.updates().look(Duration.ofSeconds(1), journal -> {});

    Journal journal = site.updates().journal();
    String version = good ? "1.1.0" : "1.0.0";
    assertThat(journal.state()).as(what).isEqualTo(UpdateState.IDLE);
    assertThat(journal.result())
        .as("%s: %s", what, site.log())
        .isEqualTo(good ? ResultCode.SUCCESS : ResultCode.FAILED);
    assertThat(site.updates().current()).as(what).contains(Version.parse(version));
    site.await(what + ": " + version + " runs", () -> site.read("running").equals(version));
    assertThat(site.read("supervisor/failed"))
        .as(what)
        .isEqualTo(good ? "" : journal.payload() + " 1.1.0");
    assertThat(site.phase()).as(what).isEqualTo("idle");
    try (var entries = Files.list(site.root.resolve("releases"))) {
      assertThat(entries.map(entry -> String.valueOf(entry.getFileName())))
          .as("%s: nothing half is left", what)
          .containsExactlyInAnyOrderElementsOf(good ? List.of("1.0.0", "1.1.0") : List.of("1.0.0"));
    }
  }

  /// Installs; the first installer is killed once the journal shows a state. What it left is taken
  /// up as the gateway would.
  private void install(Site site, Path file, String state) throws Exception {
    Process first = installer(site, file);
    site.await("installer in " + state, () -> site.state().equals(state) || !first.isAlive());
    pause(20);
    if (kill(first)) {
      killed("installer " + state);
    }
    for (int i = 0; i < 10; i++) {
      site.updates().look(Duration.ofSeconds(1), journal -> {});
      Journal journal = site.updates().journal();
      switch (journal.state()) {
        case IDLE -> {
          assertThat(journal.result()).isIn(ResultCode.INITIAL, ResultCode.CONNECTION_LOST);
          site.updates().install(file);
        }
        case DOWNLOADED -> site.updates().apply();
        case UPDATING -> {
          return;
        }
        case DOWNLOADING -> throw new AssertionError("nobody is at it, and it is not taken up");
      }
    }
    throw new AssertionError("never came to UPDATING");
  }

  private static Process installer(Site site, Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Installer.class.getName(),
            site.root.toString(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(site.root.resolve("installer.log").toFile())
        .start();
  }

  private void killSupervisor(Site site, String phase) throws Exception {
    Process supervisor = site.supervisor();
    site.await("supervisor in " + phase, () -> site.phase().equals(phase) || !supervisor.isAlive());
    pause(40);
    if (kill(supervisor)) {
      killed("supervisor " + site.phase());
    }
  }

  private static boolean kill(Process process) throws InterruptedException {
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive && process.exitValue() == 128 + 9;
  }

  private void killed(String what) {
    kills.merge(what, 1, Integer::sum);
  }

  private void pause(int millisMax) {
    LockSupport.parkNanos(random.nextInt(millisMax + 1) * 1_000_000L);
  }
}
