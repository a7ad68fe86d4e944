package vn.binhduong.gateway.management;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.uplink.Wait;

/// A [ServerChild], [BootstrapChild] or [PackageChild] and what it said.
public final class LeshanProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);

  private final Process process;
  private final PrintWriter orders;
  private final List<String> said = new CopyOnWriteArrayList<>();

  /// Starts a management server and waits until it listens.
  ///
  /// @param arguments as [ServerChild] takes them
  public LeshanProcess(String... arguments) throws IOException {
    this(ServerChild.class, false, List.of(arguments));
  }

  /// Starts a bootstrap server and waits until it listens.
  ///
  /// @param half whether it dies as soon as one object is written
  /// @param arguments as [BootstrapChild] takes them
  static LeshanProcess bootstrap(boolean half, List<String> arguments) throws IOException {
    return new LeshanProcess(BootstrapChild.class, half, arguments);
  }

  /// Starts a server of packages and waits until it listens.
  ///
  /// @param arguments as [PackageChild] takes them
  public static LeshanProcess packages(String... arguments) throws IOException {
    return new LeshanProcess(PackageChild.class, false, List.of(arguments));
  }

  private LeshanProcess(Class<?> child, boolean half, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dhalf=" + half,
                "-cp",
                System.getProperty("java.class.path"),
                child.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon(true).start(() -> lines.lines().forEach(said::add));
    Wait.until("the server listens", STARTS_WITHIN, () -> last("listening ") != null);
  }

  private @Nullable String last(String start) {
    return said.stream().filter(line -> line.startsWith(start)).reduce((a, b) -> b).orElse(null);
  }

  /// The port it listens on.
  public int port() {
    return Integer.parseInt(String.valueOf(last("listening ")).substring(10));
  }

  /// How often it said this.
  public long count(String line) {
    return said.stream().filter(line::equals).count();
  }

  /// The last line that begins like this; empty when there is none.
  public String said(String start) {
    String line = last(start);
    return line == null ? "" : line;
  }

  /// Every line that begins like this.
  public List<String> lines(String start) {
    return said.stream().filter(line -> line.startsWith(start)).toList();
  }

  /// The answer to an order.
  public String ask(String order) {
    long before = said.stream().filter(line -> line.startsWith("answer ")).count();
    orders.println(order);
    Wait.until(
        "an answer to " + order,
        ANSWERS_WITHIN,
        () -> said.stream().filter(line -> line.startsWith("answer ")).count() > before);
    return String.valueOf(last("answer ")).substring(7);
  }

  /// Gives an order and does not wait for the answer.
  void tell(String order) {
    orders.println(order);
  }

  /// Kills it, as a power cut would: nobody is told.
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
