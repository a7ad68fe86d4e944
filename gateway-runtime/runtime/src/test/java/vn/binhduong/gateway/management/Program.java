package vn.binhduong.gateway.management;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that we did not write, at work; what it says goes into a file.
final class Program implements AutoCloseable {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

  private final Process process;
  private final Path log;

  /// Starts it.
  ///
  /// @param log a new file for what it says
  /// @param debianPackage where to get it from
  /// @param command the program and its arguments
  Program(Path log, String debianPackage, String... command) throws IOException {
    this.log = log;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "%s is missing: apt-get install %s".formatted(command[0], debianPackage), e);
    }
  }

  /// What a program says that ends by itself.
  static String run(Path log, String debianPackage, String... command)
      throws IOException, InterruptedException {
    try (Program program = new Program(log, debianPackage, command)) {
      if (!program.process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("%s does not end".formatted(List.of(command)));
      }
      return program.said();
    }
  }

  /// Everything it said so far.
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The lines in which all these words stand.
  List<String> lines(String... words) {
    return said().lines().filter(line -> List.of(words).stream().allMatch(line::contains)).toList();
  }

  /// Gives it a line on its standard input.
  void tell(String line) throws IOException {
    process.outputWriter().append(line).append('\n').flush();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
