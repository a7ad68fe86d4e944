package vn.binhduong.gateway.proof.sensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.proof.ProofRun;

/// A gateway in a process of its own, which knows the sick drivers, and which has no right to open
/// what its user may not (a root user would).
public final class Child implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final Pattern USED = Pattern.compile("[^_]used=(\\d+)Kb");

  private final List<String> command;
  private final Path directory;
  private Process process;

  /// What a device says of itself.
  public record Device(String health, String message, long polls, long failures) {}

  /// Starts it.
  ///
  /// @param acquisition settings of that section, in YAML
  /// @param devices the sections `links` and `devices`
  /// @param options further options of the Java machine
  public Child(
      ProofRun run, Path directory, String acquisition, String devices, List<String> options)
      throws IOException {
    this.directory = Files.createDirectories(directory);
    Path config = directory.resolve("gateway.yaml");
    Files.writeString(
        config,
        """
            gateway: {id: PROOF-1, profile: demo, data-directory: "%s"}
            store: {commit-interval: 1s}
            uplink: {broker: "mqtt://127.0.0.1:1"}
            control: {socket: "%s"}
            metrics: {port: 0}
            acquisition: {%s}
            """
                .formatted(data(), socket(), acquisition)
            + devices);
    List<String> words = new ArrayList<>(run.gateway(config, data()));
    words.set(words.indexOf("-cp") + 1, System.getProperty("java.class.path"));
    words.addAll(words.indexOf("-cp"), options); // behind the gateway's own: the last one counts
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(0, List.of(SETPRIV.toString(), "--bounding-set=-dac_override,-dac_read_search"));
    }
    this.command = List.copyOf(words);
    this.process = launch();
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("MALLOC_ARENA_MAX", "1"); // one heap of malloc: its growth is ours
    return builder.start();
  }

  /// Its data directory.
  public Path data() {
    return directory.resolve("data");
  }

  private Path socket() {
    return directory.resolve("control.sock");
  }

  /// What it says.
  public Path log() {
    return directory.resolve("gateway.log");
  }

  /// Starts it again, as its supervisor does.
  void again() throws IOException {
    process = launch();
  }

  /// Whether it runs.
  public boolean alive() {
    return process.isAlive();
  }

  /// Waits for its end by itself; the exit code, -1 when it did not come.
  int awaitExit(Duration longest) throws InterruptedException {
    return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
  }

  /// Its devices; none while it cannot be asked.
  public Map<String, Device> devices() {
    Map<String, Device> found = new HashMap<>();
    try (ControlClient client = ControlClient.connect(socket())) {
      JsonNode answer = client.ask("devices", JsonNodeFactory.instance.objectNode(), ANSWER_MAX);
      for (JsonNode device : answer.path("devices")) {
        found.put(
            device.path("id").asText(),
            new Device(
                device.path("health").asText(),
                device.path("message").asText(),
                device.path("polls").asLong(),
                device.path("failures").asLong()));
      }
    } catch (IOException | ControlException e) {
      found.clear();
    }
    return found;
  }

  /// Waits for something; whether it came.
  public static boolean await(Duration longest, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return true;
  }

  /// Its threads.
  public int threads() throws IOException {
    return count("task");
  }

  int files() throws IOException {
    return count("fd");
  }

  private int count(String folder) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/" + process.pid(), folder))) {
      return (int) entries.count();
    }
  }

  /// Memory in use, kB, after a collection.
  long rssKb() throws IOException, InterruptedException {
    jcmd("GC.run");
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid(), "smaps_rollup"))) {
      if (line.startsWith("Rss:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no Rss in smaps_rollup");
  }

  /// Code that the Java machine has compiled so far, kB.
  long codeKb() throws IOException, InterruptedException {
    Matcher used = USED.matcher(jcmd("Compiler.codecache"));
    long sum = 0;
    while (used.find()) {
      sum += Long.parseLong(used.group(1));
    }
    if (sum == 0) {
      throw new IOException("no code cache found");
    }
    return sum;
  }

  private String jcmd(String words) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                words)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asked.waitFor();
    return answer;
  }

  /// Whether its log holds these words.
  boolean logged(String words) throws IOException {
    return Files.readString(log()).contains(words);
  }

  /// Ends it with SIGTERM; whether it ended in time.
  public boolean stop() throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
    close();
    return ended;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
