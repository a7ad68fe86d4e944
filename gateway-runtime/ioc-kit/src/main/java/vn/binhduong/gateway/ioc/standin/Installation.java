package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The gateway installed as on a device: in slots, each start counted, under the supervisor, which
/// this starts whenever the gateway asks for a switch, as systemd would. Packages are built from
/// the same code under another version number, and signed with a key of this run.
final class Installation implements AutoCloseable, GatewayProcess.Supervisor {
  private static final Duration SCRIPT_MAX = Duration.ofMinutes(2);

  /// How long after the supervisor's end the gateway that it ended may still be stopping.
  private static final Duration AFTERWARDS = Duration.ofSeconds(10);

  private static final String KEY = "demo";

  /// How long a version on trial has to prove itself, polls of a second.
  private static final int CONFIRM_POLLS = 90;

  private final Path scripts;
  private final Path directory;
  private final Path root;
  private @Nullable Process supervisor;

  /// When the supervisor was last seen at work; before all time until then.
  private long supervisedNanos = System.nanoTime() - AFTERWARDS.toNanos();

  private Installation(Path scripts, Path directory) {
    this.scripts = scripts;
    this.directory = directory;
    this.root = directory.resolve("root");
  }

  /// Installs the version of this checkout.
  ///
  /// @param scripts where make-program, make-update and update-supervisor stand
  /// @param directory for slots, keys and packages; is made
  static Installation of(Path scripts, Path directory) throws IOException, InterruptedException {
    Installation made = new Installation(scripts, directory);
    for (String name : List.of("releases", "inbox", "supervisor", "keys")) {
      Files.createDirectories(made.root.resolve(name));
    }
    Path tree = directory.resolve("first");
    String version = made.script("make-program", tree.toString());
    Files.move(tree, made.root.resolve("releases").resolve(version));
    Files.createSymbolicLink(made.root.resolve("current"), Path.of("releases", version));
    return made;
  }

  /// Where the slots are.
  Path root() {
    return root;
  }

  /// The version in use.
  String version() throws IOException {
    return String.valueOf(Files.readSymbolicLink(root.resolve("current")).getFileName());
  }

  /// Program and arguments that start the version in use, as the unit does.
  List<String> command() {
    return List.of(
        "sh",
        "-c",
        "root=$1; \"$2\" \"$root\" boot; echo $$ >\"$root/gateway.pid\"; shift 2;"
            + " exec \"$root/current/bin/edge-gateway\" \"$@\"",
        "sh",
        root.toString(),
        scripts.resolve("update-supervisor").toString(),
        "run",
        "--config",
        "{config}",
        "--data-directory",
        "{data}");
  }

  /// Builds and signs a package. Takes some seconds.
  ///
  /// @param works whether its program can start
  Path build(String version, boolean works) throws IOException, InterruptedException {
    Path key = directory.resolve("signing").resolve(KEY + ".key");
    if (!Files.exists(key)) {
      script("make-update", "key", directory.resolve("signing").toString(), KEY);
      Files.copy(
          directory.resolve("signing").resolve(KEY + ".pem"),
          root.resolve("keys").resolve(KEY + ".pem"));
    }
    Path tree = directory.resolve("tree-" + version);
    script("make-program", tree.toString(), "--version", version);
    if (!works) {
      Files.delete(tree.resolve("lib/edge-gateway.jar"));
    }
    Path file = directory.resolve(version + ".update");
    script(
        "make-update",
        "build",
        tree.toString(),
        file.toString(),
        "--version",
        version,
        "--hardware",
        "linux/*/*",
        "--key",
        key.toString());
    return file;
  }

  /// Runs one of our scripts to its end.
  ///
  /// @return the last line it printed
  private String script(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(scripts.resolve(name).toString()));
    command.addAll(List.of(arguments));
    Path log = directory.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(SCRIPT_MAX.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("%s did not end within %s; see %s".formatted(name, SCRIPT_MAX, log));
    }
    List<String> said = Files.readAllLines(log);
    String last = said.isEmpty() ? "" : said.getLast();
    if (process.exitValue() != 0) {
      throw new IOException("%s ended with %d: %s".formatted(name, process.exitValue(), last));
    }
    return last;
  }

  /// Starts the supervisor where something is asked of it and it does not run.
  void supervise() throws IOException {
    Process running = supervisor;
    if (running != null && running.isAlive()) {
      supervisedNanos = System.nanoTime();
      return;
    }
    if (!Files.exists(root.resolve("inbox/request"))) {
      return;
    }
    supervisedNanos = System.nanoTime();
    ProcessBuilder builder =
        new ProcessBuilder(scripts.resolve("update-supervisor").toString(), root.toString(), "run")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("supervisor.log").toFile()));
    builder
        .environment()
        .put("UPDATE_RESTART", "kill -TERM $(cat '%s')".formatted(root.resolve("gateway.pid")));
    builder.environment().put("UPDATE_CONFIRM_POLLS", String.valueOf(CONFIRM_POLLS));
    supervisor = builder.start();
  }

  @Override
  public boolean mayEndIt() {
    return System.nanoTime() - supervisedNanos < AFTERWARDS.toNanos();
  }

  @Override
  public boolean onTrial() {
    return Files.exists(root.resolve("supervisor/trial"));
  }

  @Override
  public void close() {
    Process running = supervisor;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
