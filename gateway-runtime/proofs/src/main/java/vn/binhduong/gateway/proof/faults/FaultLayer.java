package vn.binhduong.gateway.proof.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The library that stands between a child process and its files, compiled.
///
///     FaultLayer layer = FaultLayer.compile(work);                    // once, needs gcc
///     Faults faults = layer.below(data, work, "gateway", false);      // once for each data directory
///     Process child = new ProcessBuilder(faults.command(words)).start();  // or: environment()
///     faults.arm(Fault.once(Call.WRITE, 17, Fault.Error.ENOSPC));     // before the start, or while it runs
///     ... faults.seen(Call.WRITE), faults.struck() ...
///     faults.heal();
///
/// What it does not see: changes of mapped files (SQLite's `-shm`). What it does not offer:
/// `copy_file_range`, `sendfile` and holes below the directory; the JDK and SQLite then write.
public final class FaultLayer {
  private static final String SOURCE = "faults.c";
  private static final int COMPILE_SECONDS_MAX = 60;

  private final Path library;

  private FaultLayer(Path library) {
    this.library = library;
  }

  /// Compiles it.
  ///
  /// @param work takes source and library
  /// @throws IOException when there is no C compiler or it does not take the source
  public static FaultLayer compile(Path work) throws IOException, InterruptedException {
    Path source = work.resolve(SOURCE).toAbsolutePath();
    Path library = work.resolve("faults.so").toAbsolutePath();
    try (InputStream in = FaultLayer.class.getResourceAsStream(SOURCE)) {
      if (in == null) {
        throw new IOException(SOURCE + " is not on the class path");
      }
      Files.write(source, in.readAllBytes());
    }
    Process gcc;
    try {
      gcc =
          new ProcessBuilder(
                  List.of(
                      "gcc",
                      "-std=gnu11",
                      "-O2",
                      "-shared",
                      "-fPIC",
                      "-o",
                      library.toString(),
                      source.toString(),
                      "-ldl",
                      "-pthread"))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IOException("no C compiler found: apt-get install gcc libc6-dev", e);
    }
    String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!gcc.waitFor(COMPILE_SECONDS_MAX, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
      gcc.destroyForcibly();
      throw new IOException(
          "gcc does not compile %s (apt-get install gcc libc6-dev): %s".formatted(source, said));
    }
    return new FaultLayer(library);
  }

  /// Faults below one directory.
  ///
  /// @param directory whose files are looked at; need not exist yet
  /// @param work outside of it, takes the control file and the journal
  /// @param name of those files, without extension
  /// @param journal whether every change is written down
  public Faults below(Path directory, Path work, String name, boolean journal) throws IOException {
    Path absolute = directory.toAbsolutePath().normalize();
    if (work.toAbsolutePath().normalize().startsWith(absolute)) {
      throw new IllegalArgumentException(
          "work: expected a directory outside %s, found %s".formatted(absolute, work));
    }
    try {
      return new Faults(
          library,
          absolute,
          work.resolve(name + ".control").toAbsolutePath(),
          journal ? work.resolve(name + ".journal").toAbsolutePath() : null);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
