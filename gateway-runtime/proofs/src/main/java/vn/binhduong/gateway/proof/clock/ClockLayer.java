package vn.binhduong.gateway.proof.clock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The library that stands between a child process and the wall clock, compiled; and, where the
/// kernel allows it, a time namespace in which the monotonic clock begins anew, as after a boot.
final class ClockLayer {
  private static final String SOURCE = "clock.c";
  private static final int SECONDS_MAX = 60;
  private static final long UPTIME_SECONDS = 9;

  private final Path library;
  private final boolean namespaces;

  private ClockLayer(Path library, boolean namespaces) {
    this.library = library;
    this.namespaces = namespaces;
  }

  /// Compiles it.
  ///
  /// @param work takes source and library
  /// @throws IOException when there is no C compiler or it does not take the source
  static ClockLayer compile(Path work) throws IOException, InterruptedException {
    Path source = work.resolve(SOURCE).toAbsolutePath();
    Path library = work.resolve("clock.so").toAbsolutePath();
    try (InputStream in = ClockLayer.class.getResourceAsStream(SOURCE)) {
      if (in == null) {
        throw new IOException(SOURCE + " is not on the class path");
      }
      Files.write(source, in.readAllBytes());
    }
    Programs.run(
        work,
        List.of(
            "gcc",
            "-std=gnu11",
            "-O2",
            "-shared",
            "-fPIC",
            "-o",
            library.toString(),
            source.toString(),
            "-ldl"));
    Process probe =
        new ProcessBuilder("unshare", "--time", "--monotonic", "-1", "true")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new ClockLayer(
        library, probe.waitFor(SECONDS_MAX, TimeUnit.SECONDS) && probe.exitValue() == 0);
  }

  /// Whether the monotonic clock begins anew at each boot.
  boolean namespaces() {
    return namespaces;
  }

  /// The command that runs `command` as the first process after a boot.
  ///
  /// @param control the file of a [ScriptedClock]
  /// @param bootId file that holds the boot id
  List<String> boot(Path control, Path bootId, List<String> command) throws IOException {
    Files.write(bootId, (UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII));
    long shiftSeconds =
        namespaces ? UPTIME_SECONDS - TimeUnit.NANOSECONDS.toSeconds(ScriptedClock.now()) : 0;
    List<String> whole = new ArrayList<>();
    if (namespaces) {
      whole.addAll(List.of("unshare", "--time", "--monotonic", Long.toString(shiftSeconds)));
    }
    whole.addAll(
        List.of(
            "env",
            "LD_PRELOAD=" + library,
            "CLOCK_CONTROL=" + control.toAbsolutePath(),
            "CLOCK_BOOT_ID=" + bootId.toAbsolutePath(),
            "CLOCK_SHIFT=" + TimeUnit.SECONDS.toNanos(shiftSeconds)));
    whole.addAll(command);
    return whole;
  }
}
