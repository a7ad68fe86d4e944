package vn.binhduong.gateway.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One process under measurement: its output with the time of each line, and what the kernel says
/// of it.
final class Child implements AutoCloseable {
  /// Longest wait for a line or for the end of the process, seconds.
  private static final int WAIT_MAX_SECONDS = 300;

  /// Most lines kept.
  private static final int LINES_MAX = 1_000;

  /// A line of output.
  ///
  /// @param after time since the start of the process
  /// @param text the line
  record Line(Duration after, String text) {}

  private final Process process;
  private final long started = System.nanoTime();
  private final List<Line> lines = new ArrayList<>();

  Child(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread.ofPlatform().daemon().name("output").start(this::read);
  }

  /// A JVM like this one, with the class path of this one.
  static Child java(List<String> flags, String main, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(args));
    return new Child(command);
  }

  private void read() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        synchronized (lines) {
          if (lines.size() < LINES_MAX) {
            lines.add(new Line(Duration.ofNanos(System.nanoTime() - started), text));
          }
          lines.notifyAll();
        }
      }
    } catch (IOException e) {
      // Closed with the process.
    }
  }

  /// Waits for the first line that contains `part`.
  ///
  /// @throws IllegalStateException when the process ends or the wait is over before; with its last
  ///   lines
  Line await(String part) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(WAIT_MAX_SECONDS).toNanos();
    synchronized (lines) {
      while (true) {
        for (Line line : lines) {
          if (line.text().contains(part)) {
            return line;
          }
        }
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "no line with '%s' (exit %s); last lines: %s"
                  .formatted(
                      part,
                      process.isAlive() ? "none yet" : process.exitValue(),
                      lines.subList(Math.max(0, lines.size() - 5), lines.size())));
        }
        lines.wait(200);
      }
    }
  }

  ProcessFigures figures() throws IOException {
    return ProcessFigures.of(process.pid());
  }

  /// Waits for the end and gives the last line.
  String result() throws InterruptedException {
    if (!process.waitFor(WAIT_MAX_SECONDS, TimeUnit.SECONDS)) {
      close();
      throw new IllegalStateException("still running after " + WAIT_MAX_SECONDS + " s");
    }
    synchronized (lines) {
      return lines.isEmpty() ? "" : lines.getLast().text();
    }
  }

  long pid() {
    return process.pid();
  }

  /// Ends it with SIGKILL and waits until it is gone.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
