package vn.binhduong.gateway.proof.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import vn.binhduong.gateway.Gateway;
import vn.binhduong.gateway.ioc.standin.GatewayProcess;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.proof.ProofRun;

/// Makes data directories by letting a gateway work: several lives, so several segments; some with
/// a broker and some without; some in boots of their own; kills, damage that was survived already,
/// and with it gap records.
final class MasterMaker {
  /// A life is long enough when its WAL has so many bytes for each of its commits a second.
  private static final long WAL_BYTES_SMALL = 16_000;

  private static final long WAL_BYTES = 48_000;
  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final Duration LIFE_MAX = Duration.ofSeconds(40);

  /// How a life ends.
  enum End {
    CLOSED,
    KILLED
  }

  /// Harm between two lives, so that the directory has a past.
  enum Past {
    NOTHING,
    /// Half of the WAL of the open segment is cut off: gap records.
    TAIL_LOST,
    /// That, and `state.db` is gone: a new epoch.
    STATE_LOST
  }

  /// One life of a gateway.
  ///
  /// @param child in a process and a boot of its own
  record Life(boolean child, boolean online, End end, int commitMillis, Past after) {}

  private static final List<Life> KILLED =
      List.of(
          new Life(false, true, End.CLOSED, 20, Past.NOTHING),
          new Life(true, true, End.KILLED, 100, Past.TAIL_LOST),
          new Life(false, true, End.CLOSED, 500, Past.NOTHING),
          new Life(true, false, End.KILLED, 100, Past.NOTHING),
          new Life(false, false, End.CLOSED, 500, Past.NOTHING),
          new Life(false, false, End.CLOSED, 20, Past.NOTHING),
          new Life(true, false, End.KILLED, 20, Past.NOTHING));

  private static final List<Life> CLOSED =
      List.of(
          new Life(true, true, End.KILLED, 100, Past.TAIL_LOST),
          new Life(false, true, End.CLOSED, 20, Past.NOTHING),
          new Life(false, true, End.CLOSED, 500, Past.NOTHING),
          new Life(false, false, End.CLOSED, 20, Past.NOTHING),
          new Life(false, false, End.CLOSED, 500, Past.NOTHING),
          new Life(true, false, End.CLOSED, 100, Past.NOTHING));

  private static final List<Life> TWO_EPOCHS =
      List.of(
          new Life(false, true, End.CLOSED, 20, Past.NOTHING),
          new Life(false, false, End.CLOSED, 100, Past.NOTHING),
          new Life(true, false, End.KILLED, 100, Past.STATE_LOST),
          new Life(false, false, End.CLOSED, 20, Past.NOTHING),
          new Life(true, true, End.KILLED, 500, Past.NOTHING),
          new Life(false, false, End.CLOSED, 100, Past.NOTHING),
          new Life(true, false, End.KILLED, 20, Past.NOTHING));

  private final ProofRun run;
  private final int brokerPort;
  private final boolean boots;

  MasterMaker(ProofRun run, int brokerPort) throws IOException, InterruptedException {
    this.run = run;
    this.brokerPort = brokerPort;
    this.boots = Privilege.mountNamespace();
  }

  /// All of them.
  List<Master> make() throws Exception {
    try (Logging _ = new Logging(run.directory().resolve("masters.log"));
        ExecutorService side = Executors.newFixedThreadPool(3)) {
      List<Future<Master>> made =
          side.invokeAll(
              List.of(
                  () -> make("killed", KILLED),
                  () -> make("closed", CLOSED),
                  () -> make("epochs", TWO_EPOCHS)));
      List<Master> masters = new ArrayList<>();
      for (Future<Master> each : made) {
        masters.add(each.get());
      }
      return masters;
    }
  }

  private Master make(String name, List<Life> lives) throws Exception {
    Path directory = run.directory().resolve(name);
    int nowhere = Loopback.freePort();
    Site site = null;
    try (Ioc ioc = new Ioc(brokerPort, "m" + name, List.of())) {
      for (Life life : lives) {
        site =
            new Site(
                    directory,
                    life.online() ? brokerPort : nowhere,
                    "m" + name,
                    Duration.ofMillis(life.commitMillis()))
                .written();
        if (life.child()) {
          child(site, life);
        } else {
          Gateway gateway = site.start(why -> {});
          try {
            live(site, life, () -> true);
          } finally {
            gateway.close();
          }
        }
        past(site.data(), life.after());
      }
      Path data = directory.resolve("data");
      PlainReader.Found truth = PlainReader.read(data);
      Master master = new Master(name, data, ioc.arrivals(), truth);
      check(master);
      return master;
    }
  }

  private static void check(Master master) throws IOException {
    long segments = Corpus.segments(new TreeMap<>(Hammer.sizes(master.data()))).size();
    if (segments < 6
        || master.truth().entries().size() < 200
        || !master.truth().twice().isEmpty()) {
      throw new IOException(
          "master %s: %d segments, %d entries, %d numbers twice: not what was wanted"
              .formatted(
                  master.name(),
                  segments,
                  master.truth().entries().size(),
                  master.truth().twice().size()));
    }
  }

  private void child(Site site, Life life) throws IOException, InterruptedException {
    List<String> command = run.gateway(site.yaml(), site.data());
    if (boots) {
      Path boot = site.directory().resolve("boot_id");
      Files.writeString(boot, UUID.randomUUID() + "\n");
      command = Privilege.inBoot(boot, command);
    }
    try (GatewayProcess process =
        new GatewayProcess(
            command,
            site.directory().resolve("gateway.log"),
            InstantSource.system(),
            0,
            0,
            news -> {})) {
      process.start();
      live(site, life, process::running);
      if (life.end() == End.KILLED) {
        process.kill();
      } else if (!process.stop(STOP_MAX)) {
        throw new IOException("the gateway does not stop; see " + site.directory());
      }
    }
  }

  /// Waits until the life has left enough in the WAL of its segment.
  private static void live(Site site, Life life, BooleanSupplier running)
      throws IOException, InterruptedException {
    long enough = life.commitMillis() >= 500 ? WAL_BYTES_SMALL : WAL_BYTES;
    long deadline = System.nanoTime() + LIFE_MAX.toNanos();
    while (wals(site.data()).values().stream().noneMatch(bytes -> bytes >= enough)) {
      if (System.nanoTime() > deadline || !running.getAsBoolean()) {
        throw new IOException("the gateway does not work; see " + site.directory());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static Map<String, Long> wals(Path data) throws IOException {
    Map<String, Long> wals = new TreeMap<>();
    Path segments = data.resolve("segments");
    if (Files.isDirectory(segments)) {
      try (Stream<Path> files = Files.list(segments)) {
        for (Path file : files.toList()) {
          if (file.toString().endsWith("-wal")) {
            try {
              wals.put(file.toString(), Files.size(file));
            } catch (NoSuchFileException e) {
              // sealed at this very moment
            }
          }
        }
      }
    }
    return wals;
  }

  private static void past(Path data, Past past) throws IOException {
    if (past == Past.NOTHING) {
      return;
    }
    try (Stream<Path> files = Files.list(data.resolve("segments"))) {
      Path wal =
          files.filter(file -> file.toString().endsWith("-wal")).max(Path::compareTo).orElseThrow();
      byte[] all = Files.readAllBytes(wal);
      long frames = ((long) all.length - PlainPages.WAL_HEADER) / PlainPages.FRAME;
      Files.write(
          wal,
          java.util.Arrays.copyOf(
              all, (int) (PlainPages.WAL_HEADER + frames / 2 * PlainPages.FRAME)));
    }
    if (past == Past.STATE_LOST) {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(data.resolve("state.db" + suffix));
      }
    }
  }
}
