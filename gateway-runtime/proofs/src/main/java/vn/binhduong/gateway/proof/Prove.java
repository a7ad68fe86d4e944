package vn.binhduong.gateway.proof;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.proof.account.AccountProof;
import vn.binhduong.gateway.proof.clock.ClockProof;
import vn.binhduong.gateway.proof.crash.CrashProof;
import vn.binhduong.gateway.proof.damage.DamageProof;
import vn.binhduong.gateway.proof.disk.DiskProof;
import vn.binhduong.gateway.proof.live.LiveProof;
import vn.binhduong.gateway.proof.power.PowerProof;
import vn.binhduong.gateway.proof.sensors.SensorsProof;
import vn.binhduong.gateway.proof.station.StationProof;
import vn.binhduong.gateway.proof.wedge.WedgeProof;

/// Runs one proof from the command line.
///
/// Exit codes: 0 when the promise held, 1 when it did not, 2 for a wrong command line, 3 when the
/// proof could not be carried out.
public final class Prove {
  private static final int EXIT_BROKEN = 1;
  private static final int EXIT_USAGE = 2;
  private static final int EXIT_UNPROVED = 3;

  /// Every proof there is.
  static final List<Proof> PROOFS =
      List.of(
          new AccountProof(),
          new ClockProof(),
          new CrashProof(),
          new DamageProof(),
          new DiskProof(),
          new LiveProof(),
          new PowerProof(),
          new SensorsProof(),
          new StationProof(),
          new WedgeProof());

  private Prove() {}

  /// Runs the proof named first.
  public static void main(String... args) throws IOException {
    Deque<String> words = new ArrayDeque<>(Arrays.asList(args));
    String name = words.isEmpty() ? "" : words.removeFirst();
    Proof proof =
        PROOFS.stream().filter(known -> known.name().equals(name)).findFirst().orElse(null);
    if (proof == null) {
      usage(name);
      System.exit(EXIT_USAGE);
      return;
    }
    ProofRun run;
    try {
      run = read(proof, words);
    } catch (IllegalArgumentException e) {
      System.err.println("prove " + name + ": " + e.getMessage());
      System.exit(EXIT_USAGE);
      return;
    }
    System.exit(carryOut(proof, run));
  }

  private static int carryOut(Proof proof, ProofRun run) throws IOException {
    System.out.printf("%s: %s%n", proof.name(), proof.promise());
    System.out.printf("seed %d, %d runs, in %s%n", run.seed(), run.runs(), run.directory());
    long start = System.nanoTime();
    Tally tally;
    try {
      tally = proof.prove(run);
    } catch (Exception e) {
      e.printStackTrace();
      System.out.printf("%s: NOT CARRIED OUT: %s%n", proof.name(), e);
      return EXIT_UNPROVED;
    }
    tally.lines(proof.name(), run.seed()).forEach(System.out::println);
    System.out.printf(
        "%s took %d s%n", proof.name(), Duration.ofNanos(System.nanoTime() - start).toSeconds());
    if (!tally.holds()) {
      System.out.printf("Everything is kept in %s%n", run.directory());
      return EXIT_BROKEN;
    }
    delete(run.directory());
    return 0;
  }

  private static ProofRun read(Proof proof, Deque<String> words) throws IOException {
    long seed = System.nanoTime() & 0xFFFF_FFFFL;
    boolean brief = false;
    int runs = -1;
    Map<String, String> options = new HashMap<>();
    while (!words.isEmpty() && !words.getFirst().equals("--")) {
      String option = words.removeFirst();
      if (option.equals("--brief")) {
        brief = true;
        continue;
      }
      if (!option.startsWith("--") || words.isEmpty()) {
        throw new IllegalArgumentException("expected --option value, found '%s'".formatted(option));
      }
      String value = words.removeFirst();
      switch (option) {
        case "--seed" -> seed = number(option, value);
        case "--runs" -> runs = Math.toIntExact(number(option, value));
        default -> options.put(option.substring(2), value);
      }
    }
    words.pollFirst();
    return new ProofRun(
        seed,
        runs < 0 ? proof.runs(brief) : runs,
        brief,
        Files.createTempDirectory("prove-" + proof.name() + "-"),
        List.copyOf(words),
        options);
  }

  private static long number(String option, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: expected a whole number, found '%s'".formatted(option, text), e);
    }
  }

  private static void usage(String found) {
    System.err.printf("prove: expected the name of a proof, found '%s'%n", found);
    System.err.println("usage: scripts/prove NAME [--seed N] [--runs N] [--brief] [options]");
    PROOFS.forEach(proof -> System.err.printf("  %-10s %s%n", proof.name(), proof.promise()));
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
