package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.model.Event;

/// SIGKILL at any moment takes nothing that anyone saw, gives no number twice and leaves no gap.
class KillIT {
  private static final int KILLS = Integer.getInteger("store.kills", 10);

  @TempDir Path directory;

  @Test
  void nothingThatWasSeenIsMissingAfterSigkillAndNoGapIsLeft() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("KillIT seed " + seed);
    Random random = new Random(seed);
    Map<String, String> seen = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      run(1_000_000L * (kill + 1), 20 + random.nextInt(700), seen);
    }

    try (Store store = Given.open(directory)) {
      Map<String, String> held = new HashMap<>();
      Map<String, Long> last = new HashMap<>();
      for (Stored stored : Given.samples(store)) {
        String device = stored.entry().device();
        String number = stored.epoch() + " " + device + " " + stored.seq();
        assertThat(held.put(number, Long.toString(Given.k(stored)))).isNull();
        assertThat(stored.seq()).isEqualTo(last.getOrDefault(device, 0L) + 1);
        last.put(device, stored.seq());
      }
      assertThat(seen).isNotEmpty();
      assertThat(held).containsAllEntriesOf(seen);
      List<Stored> gaps =
          Given.all(store).stream().filter(stored -> stored.entry() instanceof Event).toList();
      assertThat(gaps).isEmpty();
    }
  }

  private void run(long firstK, int millis, Map<String, String> seen) throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrashChild.class.getName(),
                directory.toString(),
                Long.toString(firstK))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      assertThat(line).as("the child committed something").isNotNull();
      note(line, seen);
      Thread killer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      TimeUnit.MILLISECONDS.sleep(millis);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    // Not Process.destroyForcibly: it closes the output, with lines still in it.
                    child.toHandle().destroyForcibly();
                  });
      for (line = lines.readLine(); line != null; line = lines.readLine()) {
        note(line, seen);
      }
      killer.join();
    }
    child.waitFor();
  }

  private static void note(String line, Map<String, String> seen) {
    String[] words = line.split(" ", -1);
    if (words.length == 4 && !words[3].isEmpty() && line.length() > 40) {
      String number = words[0] + " " + words[1] + " " + words[2];
      String before = seen.put(number, words[3]);
      assertThat(before).as(number).isNull();
    }
  }
}
