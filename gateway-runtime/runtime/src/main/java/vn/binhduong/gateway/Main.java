package vn.binhduong.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import vn.binhduong.gateway.change.Trial;
import vn.binhduong.gateway.change.Trials;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.config.Catalogues;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.Loaded;

/// Starts the program.
///
/// Exit codes: 64 for arguments that make no sense, 70 when it asks to be started again (a driver
/// took more threads than can be abandoned or more memory than there is, a thread of ours ended,
/// the configuration was changed, or another gateway process uses the data directory), 78 for a
/// configuration that can never work, 143 after SIGTERM.
public final class Main {
  private static final System.Logger LOG = System.getLogger(Main.class.getName());

  private static final int EXIT_USAGE = 64;
  private static final int EXIT_RESTART = 70;

  /// How long stopping may take before a restart, milliseconds.
  private static final long HALT_AFTER_MILLIS = 15_000;

  /// Threads without which nothing is stored, sent or watched.
  private static final Set<String> INDISPENSABLE = Set.of("store", "uplink", "watch", "clock");

  private static final Path DATA_DIRECTORY = Path.of("/var/lib/edge-gateway");

  private static final String USAGE =
      """
      usage: edge-gateway run --config FILE [--data-directory DIRECTORY]
             edge-gateway version

      --data-directory says where the last good configuration is kept when FILE cannot be read
                       (default /var/lib/edge-gateway); FILE itself names the data directory.
      """;

  private Main() {}

  /// Runs until SIGTERM.
  public static void main(String[] args) throws InterruptedException {
    List<String> words = List.of(args);
    if (words.equals(List.of("version"))) {
      System.out.println(Build.current().version());
    } else if (words.size() == 3
        && words.getFirst().equals("run")
        && words.get(1).equals("--config")) {
      run(Path.of(words.get(2)), DATA_DIRECTORY);
    } else if (words.size() == 5
        && words.getFirst().equals("run")
        && words.get(1).equals("--config")
        && words.get(3).equals("--data-directory")) {
      run(Path.of(words.get(2)), Path.of(words.get(4)));
    } else {
      System.err.print(USAGE);
      System.exit(EXIT_USAGE);
    }
  }

  private static void run(Path file, Path dataDirectory) throws InterruptedException {
    var kinds = new Catalogues(Main.class.getClassLoader(), file, GatewayClock.systemTime());
    var loader = new ConfigLoader(kinds.running());
    switch (load(loader, file, dataDirectory)) {
      case Loaded.Failed failed -> {
        failed.problems().forEach(System.err::println);
        System.err.println("edge-gateway: the configuration cannot be used; nothing was started.");
        System.exit(Loaded.Failed.EXIT_CODE);
      }
      case Loaded.Ready ready -> runUntilStopped(ready.configuration(), file, kinds);
    }
  }

  /// A configuration on trial runs as it stands, or goes at once; it is not kept as the last good
  /// one.
  private static Loaded load(ConfigLoader loader, Path file, Path dataDirectory) {
    Trials trials = Trials.of(file, GatewayClock::bootTime);
    trials.atStart();
    if (trials.last().filter(Trial::open).isEmpty()) {
      return loader.load(file, dataDirectory);
    }
    Loaded onTrial = loader.check(file);
    if (!(onTrial instanceof Loaded.Failed failed)) {
      return onTrial;
    }
    try {
      trials.revert(failed.problems().stream().map(Object::toString).toList());
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "config: the former file cannot be put back: {0}", e);
    }
    return loader.load(file, dataDirectory);
  }

  private static void runUntilStopped(Configuration configuration, Path file, Catalogues kinds)
      throws InterruptedException {
    var restart = new CompletableFuture<String>();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> ended(thread, e, restart));
    Gateway gateway;
    try {
      gateway = Gateway.start(configuration, file, kinds, restart::complete);
    } catch (CannotStart e) {
      LOG.log(System.Logger.Level.ERROR, "gateway: could not start: {0}", e.getMessage());
      System.exit(EXIT_RESTART);
      return;
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "gateway: could not start", e);
      System.exit(EXIT_RESTART);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "stop"));
    try {
      String reason = restart.get();
      LOG.log(System.Logger.Level.ERROR, "gateway: restarts itself: {0}", reason);
      Thread.ofPlatform().daemon().name("halt").start(Main::haltAfterAll);
      System.exit(EXIT_RESTART);
    } catch (ExecutionException e) {
      throw new AssertionError("never completed with an exception", e);
    }
  }

  /// Stopping in good order may need memory or a disk that are not to be had; it must end all the
  /// same.
  private static void haltAfterAll() {
    try {
      Thread.sleep(HALT_AFTER_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(EXIT_RESTART);
  }

  /// A gateway that stores or sends nothing any more must not look as if it ran.
  private static void ended(Thread thread, Throwable why, CompletableFuture<String> restart) {
    if (INDISPENSABLE.contains(thread.getName())) {
      restart.complete("its thread '" + thread.getName() + "' ended: " + why);
    }
    LOG.log(System.Logger.Level.ERROR, "gateway: thread '" + thread.getName() + "' ended", why);
  }
}
