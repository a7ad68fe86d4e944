package vn.binhduong.gateway.ioc.standin;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.ioc.verify.Outage;

/// The gateway as a child process: started, killed with SIGKILL, stopped with SIGTERM; every end is
/// kept as an [Outage]. Thread-safe.
///
///     STOPPED --start()--> RUNNING --kill() or stop()--> STOPPED
///     RUNNING --(it ends by itself)--> STOPPED, counted as unexpected
public final class GatewayProcess implements AutoCloseable {
  private static final int KILL_SECONDS_MAX = 10;

  /// What the gateway ends with when it asks to be started again.
  private static final int EXIT_RESTART = 70;

  /// What it ends with at a SIGTERM.
  private static final int EXIT_TERMINATED = 143;

  /// How long it may take to stop in order before it ends, milliseconds.
  private static final long STOPPING_MILLIS_MAX = 3_000;

  private final List<String> command;
  private final Path log;
  private final InstantSource clock;
  private final long lossBoundMillis;
  private final long inFlightMillis;
  private final Consumer<String> news;
  private final List<Outage> outages = new ArrayList<>();
  private @Nullable Process process;
  private int starts;
  private int kills;
  private int unexpectedEnds;
  private int restartsExpected;
  private @Nullable Supervisor supervisor;

  /// A process that is not started yet.
  ///
  /// @param command program and arguments; run in a session of its own where `setsid` is there, so
  ///   that Ctrl-C in a terminal does not hit it
  /// @param log takes its output, appended
  /// @param clock time of the outages
  /// @param lossBoundMillis the stated bound: how long before a SIGKILL a sample may be lost
  /// @param inFlightMillis how long one answer of an instrument may be on its way at a SIGTERM
  /// @param news is told what happens, for people
  public GatewayProcess(
      List<String> command,
      Path log,
      InstantSource clock,
      long lossBoundMillis,
      long inFlightMillis,
      Consumer<String> news) {
    Path setsid = Path.of("/usr/bin/setsid");
    List<String> whole = new ArrayList<>();
    if (Files.isExecutable(setsid)) {
      whole.add(setsid.toString());
    }
    whole.addAll(command);
    this.command = List.copyOf(whole);
    this.log = log;
    this.clock = clock;
    this.lossBoundMillis = lossBoundMillis;
    this.inFlightMillis = inFlightMillis;
    this.news = news;
  }

  /// Starts it if it does not run.
  ///
  /// @throws IOException when the program cannot be started
  public synchronized void start() throws IOException {
    if (running()) {
      return;
    }
    File output = log.toFile();
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
            .redirectInput(new File("/dev/null"))
            .start();
    process = started;
    starts++;
    news.accept("gateway started, pid %d".formatted(started.pid()));
  }

  /// Ends it with SIGKILL and waits until it is gone.
  public synchronized void kill() throws InterruptedException {
    Process current = process;
    if (current == null || !current.isAlive()) {
      return;
    }
    kills++;
    long signal = clock.millis();
    current.destroyForcibly();
    current.waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS);
    outages.add(Outage.killed(signal, clock.millis(), lossBoundMillis, "SIGKILL " + kills));
    news.accept("gateway killed with SIGKILL, pid %d".formatted(current.pid()));
    process = null;
  }

  /// Ends it with SIGTERM; after `patience` with SIGKILL.
  ///
  /// @return whether it ended by itself in time
  public synchronized boolean stop(Duration patience) throws InterruptedException {
    Process current = process;
    if (current == null || !current.isAlive()) {
      return true;
    }
    long signal = clock.millis();
    current.destroy();
    boolean ended = current.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      current.destroyForcibly();
      current.waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS);
    }
    outages.add(Outage.stopped(signal, clock.millis(), inFlightMillis, "SIGTERM"));
    news.accept(
        "gateway stopped with SIGTERM in %d ms%s"
            .formatted(clock.millis() - signal, ended ? "" : ", then killed"));
    process = null;
    return ended;
  }

  /// It was asked for something for which it starts itself anew.
  ///
  /// @param times how often
  synchronized void expectRestarts(int times) {
    restartsExpected += times;
  }

  /// Who switches between versions of it.
  interface Supervisor {
    /// Whether it may just have ended it with SIGTERM.
    boolean mayEndIt();

    /// Whether a version is on trial, which may end by itself.
    boolean onTrial();
  }

  /// Names who else may end it.
  synchronized void supervisedBy(Supervisor updates) {
    supervisor = updates;
  }

  private boolean switched(int exit) {
    Supervisor updates = supervisor;
    return updates != null
        && (updates.onTrial() || (exit == EXIT_TERMINATED && updates.mayEndIt()));
  }

  /// Notices an end that nobody asked for, and starts it again.
  public synchronized void supervise() throws IOException {
    Process current = process;
    if (current != null
        && !current.isAlive()
        && current.exitValue() == EXIT_RESTART
        && restartsExpected > 0) {
      restartsExpected--;
      long now = clock.millis();
      outages.add(Outage.stopped(now - STOPPING_MILLIS_MAX, now, inFlightMillis, "restart"));
      news.accept("gateway starts itself anew");
      process = null;
      start();
    } else if (current != null && !current.isAlive() && switched(current.exitValue())) {
      long now = clock.millis();
      boolean inOrder = current.exitValue() == EXIT_TERMINATED;
      outages.add(
          inOrder
              ? Outage.stopped(now - STOPPING_MILLIS_MAX, now, inFlightMillis, "switch")
              : Outage.killed(now, now, lossBoundMillis, "version on trial"));
      news.accept(
          inOrder
              ? "gateway ended by the supervisor of updates"
              : "gateway on trial ended by itself with code %d".formatted(current.exitValue()));
      process = null;
      start();
    } else if (current != null && !current.isAlive()) {
      unexpectedEnds++;
      long now = clock.millis();
      outages.add(Outage.killed(now, now, lossBoundMillis, "unexpected end " + unexpectedEnds));
      news.accept(
          "gateway ended by itself with code %d; its output is in %s"
              .formatted(current.exitValue(), log));
      process = null;
      start();
    }
  }

  /// Whether it runs.
  public synchronized boolean running() {
    return process != null && process.isAlive();
  }

  /// For people: `running, pid 4711` or `stopped`.
  public synchronized String describe() {
    Process current = process;
    return current != null && current.isAlive()
        ? "running, pid %d%s".formatted(current.pid(), starts > 1 ? ", start " + starts : "")
        : "stopped";
  }

  /// All ends so far.
  public synchronized List<Outage> outages() {
    return List.copyOf(outages);
  }

  /// How often it ended without being asked to.
  public synchronized int unexpectedEnds() {
    return unexpectedEnds;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
