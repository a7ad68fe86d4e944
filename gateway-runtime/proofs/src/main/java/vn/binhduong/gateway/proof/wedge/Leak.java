package vn.binhduong.gateway.proof.wedge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Thousands of failed connects, in a process of its own: over the second half neither memory nor
/// threads grow, and at the end no thread is left.
///
/// Only what connecting costs may move the figure. The heap is of one size and touched from the
/// start, so that what grows is native; what leaks within it ends in an OutOfMemoryError, as it has
/// 48 MiB. Nothing is compiled, since the compiler decides by the load of the machine when it takes
/// how much; and native memory comes from one arena, not from one for each thread that happens to
/// meet another.
final class Leak {
  private static final Duration MAX = Duration.ofMinutes(60);
  private static final long BYTES_PER_THOUSAND_MAX = 1_024;

  /// The stacks of one client more than before, at the moment at which it is measured.
  private static final long NOISE_KIB = 256;

  /// What is over the bound is measured again over so many times as many connects: there a leak
  /// shows as before, and one step, such as a stack that grew late, does not.
  private static final int AGAIN_TIMES = 4;

  /// From so many connects on, what was found is believed: in the brief share, and in the long one.
  private static final int ATTEMPTS_SURE_BRIEF = 2_500;

  private static final int ATTEMPTS_SURE = 40_000;
  private static final int THREADS_NOISE = 4;

  private record Sample(long attempts, long kib, int threads) {}

  private Leak() {}

  static void run(ProofRun run, int attempts, Tally tally)
      throws IOException, InterruptedException {
    Path stores = run.directory().resolve("leak-" + attempts);
    Path out = run.directory().resolve("leak-%d.txt".formatted(attempts));
    ProcessBuilder java =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xms48m",
                    "-Xmx48m",
                    "-Xmn12m",
                    "-Xss256k",
                    "-XX:+UseSerialGC",
                    "-XX:+AlwaysPreTouch",
                    "-Xint",
                    "-Dlogback.configurationFile=vn/binhduong/gateway/ioc/standin/quiet-logback.xml",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LeakChild.class.getName(),
                    Integer.toString(attempts),
                    stores.toString()))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    java.environment().put("MALLOC_ARENA_MAX", "1");
    Process child = java.start();
    try {
      if (!child.waitFor(MAX.toMillis(), TimeUnit.MILLISECONDS) || child.exitValue() != 0) {
        tally.wrong("%d failed connects: the process did not end well; see %s", attempts, out);
        return;
      }
    } finally {
      child.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(out);
    boolean sure = attempts >= (run.brief() ? ATTEMPTS_SURE_BRIEF : ATTEMPTS_SURE);
    if (!judge(read(lines), attempts, sure, tally)) {
      run.tell("measured again over %d times as many connects", AGAIN_TIMES);
      run(run, AGAIN_TIMES * attempts, tally);
      return;
    }
    if (!lines.contains("left 0")) {
      tally.wrong("failed connects: threads are left when the uplinks are closed; see %s", out);
    }
  }

  private static List<Sample> read(List<String> lines) {
    List<Sample> samples = new ArrayList<>();
    for (String line : lines) {
      if (line.matches("\\d+ \\d+ \\d+")) {
        String[] words = line.split(" ", -1);
        samples.add(
            new Sample(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2])));
      }
    }
    return samples;
  }

  /// @return false when so few connects leave it open
  private static boolean judge(List<Sample> samples, int attempts, boolean sure, Tally tally) {
    tally.ran();
    tally.fault("%d failed connects of one process".formatted(attempts));
    if (samples.size() != LeakChild.SAMPLES) {
      tally.wrong("failed connects: %d samples of %d", samples.size(), LeakChild.SAMPLES);
      return true;
    }
    List<Sample> half = samples.subList(LeakChild.SAMPLES / 2 - 1, LeakChild.SAMPLES);
    double slope = slope(half);
    long connects = half.getLast().attempts() - half.getFirst().attempts();
    long grown = Math.round(slope * connects / 1_000 / 1_024);
    int threads = half.getLast().threads() - half.getFirst().threads();
    tally.note(
        "%d failed connects: over the second half %+d KiB (slope %+.0f bytes per 1,000), %+d"
            + " threads of %d; %d KiB in all",
        samples.getLast().attempts(),
        grown,
        slope,
        threads,
        half.getLast().threads(),
        half.getLast().kib());
    if (threads > THREADS_NOISE) {
      tally.wrong("failed connects: %d threads more over the second half", threads);
    }
    if (slope > BYTES_PER_THOUSAND_MAX && grown > NOISE_KIB) {
      if (!sure) {
        return false;
      }
      tally.wrong("failed connects: %.0f bytes per 1,000, bound %d", slope, BYTES_PER_THOUSAND_MAX);
    }
    return true;
  }

  /// Bytes per 1,000 connects, by least squares.
  private static double slope(List<Sample> samples) {
    double n = samples.size();
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (Sample sample : samples) {
      double at = sample.attempts() / 1_000.0;
      double bytes = sample.kib() * 1_024.0;
      x += at;
      y += bytes;
      xx += at * at;
      xy += at * bytes;
    }
    return (n * xy - x * y) / (n * xx - x * x);
  }
}
