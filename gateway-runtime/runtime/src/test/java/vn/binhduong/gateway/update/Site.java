package vn.binhduong.gateway.update;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A gateway in slots, in a directory of its own: packages made by `scripts/make-update`, the real
/// supervisor, and a keeper that starts the program again whenever it ends, as systemd would. The
/// program is a small script that behaves as its version was made to.
public final class Site implements AutoCloseable {
  /// Bound of every wait.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Path SCRIPTS = Path.of("../../scripts").toAbsolutePath().normalize();

  /// How a version behaves.
  public enum Kind {
    /// Confirms itself.
    GOOD("sleep 0.2; confirm; while :; do sleep 0.1; done"),
    /// Ends at once.
    CRASHES("exit 1"),
    /// Is there, does nothing.
    HANGS("while :; do sleep 0.1; done"),
    /// Damages its slot, then claims to be well.
    CORRUPTS("echo damage >>\"$root/current/lib/data\"; confirm; while :; do sleep 0.1; done");

    private final String script;

    Kind(String script) {
      this.script = script;
    }
  }

  /// Where the slots are.
  public final Path root;

  private final Path directory;
  private final List<Process> processes = new ArrayList<>();

  /// Makes it, with version 1.0.0 in use; nothing runs yet.
  public Site(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.root = directory.resolve("root");
    for (String name : List.of("releases", "inbox", "supervisor", "keys")) {
      Files.createDirectories(root.resolve(name));
    }
    tree(root.resolve("releases/1.0.0"), "1.0.0", Kind.GOOD, "first");
    Files.createSymbolicLink(root.resolve("current"), Path.of("releases/1.0.0"));
    script("make-update", "key", directory.resolve("signing").toString(), "k1");
    Files.copy(directory.resolve("signing/k1.pem"), root.resolve("keys/k1.pem"));
    Files.writeString(
        directory.resolve("keeper"),
        """
        while [ -e "$1/keep" ]; do
          "$2" "$1" boot
          "$1/current/bin/edge-gateway" "$1" &
          echo $! >"$1/gateway.pid"
          wait $!
          sleep 0.05
        done
        """);
  }

  private static void tree(Path tree, String version, Kind kind, String data) throws IOException {
    Files.createDirectories(tree.resolve("bin"));
    Files.createDirectories(tree.resolve("lib"));
    Files.writeString(tree.resolve("lib/data"), data.repeat(1000));
    Path program = tree.resolve("bin/edge-gateway");
    Files.writeString(
        program,
        """
        #!/bin/sh
        root=$1 version=%s
        value() { sed -n "s/^$1=//p" "$root/supervisor/trial" 2>/dev/null; }
        confirm() {
          [ "$(value version)" = "$version" ] || return 0
          printf 'id=%%s\\nversion=%%s\\nreason=well\\n' "$(value id)" "$version" >"$root/inbox/confirmed.new"
          mv "$root/inbox/confirmed.new" "$root/inbox/confirmed"
        }
        echo $version >"$root/running.new" && mv "$root/running.new" "$root/running"
        %s
        """
            .formatted(version, kind.script));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Makes a package with the real command.
  public Path make(String version, Kind kind) throws IOException, InterruptedException {
    return make(version, kind, "linux/*/*");
  }

  /// The same for some hardware.
  public Path make(String version, Kind kind, String hardware)
      throws IOException, InterruptedException {
    return make(version, kind, hardware, 0);
  }

  /// The same with so many bytes more that cannot be compressed.
  public Path make(String version, Kind kind, String hardware, int bytes)
      throws IOException, InterruptedException {
    Path tree = directory.resolve("tree-" + version);
    Path file = directory.resolve(version + ".update");
    tree(tree, version, kind, version + kind);
    byte[] more = new byte[bytes];
    new Random(7).nextBytes(more);
    Files.write(tree.resolve("lib/more"), more);
    script(
        "make-update",
        "build",
        tree.toString(),
        file.toString(),
        "--version",
        version,
        "--hardware",
        hardware,
        "--key",
        directory.resolve("signing/k1.key").toString());
    return file;
  }

  /// Runs one of our scripts to its end.
  ///
  /// @return what it said
  public String script(String name, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end");
    }
    String said = Files.readString(out);
    if (process.exitValue() != 0) {
      throw new IOException(command + " ended with " + process.exitValue() + ": " + said);
    }
    return said;
  }

  Updates updates() {
    return Updates.at(root);
  }

  /// Starts what systemd would do: the program, and again whenever it ends.
  public void keep() throws IOException {
    Files.writeString(root.resolve("keep"), "");
    processes.add(
        start(
            new ProcessBuilder(
                "sh",
                directory.resolve("keeper").toString(),
                root.toString(),
                SCRIPTS.resolve("update-supervisor").toString())));
    await("the program runs", () -> !read("running").isEmpty());
  }

  /// Starts the supervisor.
  Process supervisor() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(SCRIPTS.resolve("update-supervisor").toString(), root.toString(), "run");
    builder
        .environment()
        .put("UPDATE_RESTART", "kill -9 $(cat " + root.resolve("gateway.pid") + ")");
    builder.environment().put("UPDATE_CONFIRM_POLLS", "25");
    builder.environment().put("UPDATE_POLL_SECONDS", "0.05");
    Process process = start(builder);
    processes.add(process);
    return process;
  }

  private Process start(ProcessBuilder builder) throws IOException {
    File log = directory.resolve("log").toFile();
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  /// Runs the supervisor until nothing is left for it to do, again where it fails, as systemd
  /// would.
  public void supervise() throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      Process process = supervisor();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the supervisor did not end: " + log());
      }
      if (process.exitValue() == 0) {
        return;
      }
    }
    throw new AssertionError("the supervisor failed: " + log());
  }

  /// The program is killed; the keeper starts it again.
  void killProgram() throws IOException {
    String pid = read("gateway.pid");
    if (!pid.isEmpty()) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  String phase() {
    return value("supervisor/journal", "phase");
  }

  String state() {
    return value("inbox/journal", "state");
  }

  String value(String file, String key) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElse("");
  }

  /// What a file below the root holds, stripped; empty when there is none.
  public String read(String name) {
    try {
      return Files.readString(root.resolve(name)).strip();
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// What the supervisor and the program said.
  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("never came: " + what + "; " + log());
      }
      Thread.onSpinWait();
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(root.resolve("keep"));
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    killProgram();
  }
}
