package vn.binhduong.gateway.proof.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs small programs of the system to their end.
final class Programs {
  private static final int SECONDS_MAX = 60;

  private Programs() {}

  /// @throws IOException with what it said, when it is missing or fails
  static void run(Path directory, List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("%s failed: %s".formatted(String.join(" ", command), said));
    }
  }
}
