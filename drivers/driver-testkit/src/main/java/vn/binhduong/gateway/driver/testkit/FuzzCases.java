package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// Inputs that a fuzz run found, kept as cases of the same test:
/// `src/test/resources/fuzz/PROTOCOL/*.hex`, each with
///
///     # why it is kept
///     = what comes of it, in the words of the check; left out where anything but a failure is right
///     FF 07 A1 A7
///
/// A run replays them first. What fails in a run is shown with the file to keep it in.
///
/// Other seeds are tried with `-Dfuzz.seed=N`, which is added to every seed.
public final class FuzzCases {
  private static final Path FOLDER = Path.of("src/test/resources/fuzz");
  private static final int SHOWN_MAX = 40;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  /// What is done with an input.
  @FunctionalInterface
  public interface Check {
    /// What comes of it, in few words; throws when that is not allowed.
    String of(byte[] input) throws Exception;
  }

  private record Case(String name, String expected, String digits) {
    byte[] input() {
      return HexFormat.of().parseHex(digits);
    }
  }

  private final Path folder;

  /// The cases of a protocol.
  public FuzzCases(String protocol) {
    folder = FOLDER.resolve(protocol);
  }

  /// The seed to use for that of a test.
  public static long seed(long ofTheTest) {
    return ofTheTest + Long.getLong("fuzz.seed", 0);
  }

  /// Runs every kept case.
  ///
  /// @return how many there are
  public int replay(Check check) {
    List<Case> kept = kept();
    for (Case one : kept) {
      String found;
      try {
        found = check.of(one.input());
      } catch (Exception | StackOverflowError | AssertionError failed) {
        throw new AssertionError("kept case " + one.name(), failed);
      }
      if (!one.expected().isEmpty()) {
        assertThat(found).as("kept case %s", one.name()).isEqualTo(one.expected());
      }
    }
    return kept.size();
  }

  /// Runs one input of a run.
  ///
  /// @return what came of it
  /// @throws AssertionError when the check throws, with the input and where to keep it
  public String run(byte[] input, long seed, Check check) {
    try {
      return check.of(input);
    } catch (Exception | StackOverflowError | AssertionError failed) {
      throw new AssertionError("seed " + seed + ": " + toKeep(input), failed);
    }
  }

  /// The words that tell where to keep an input.
  public String toKeep(byte[] input) {
    var sum = new CRC32();
    sum.update(input);
    return "keep this as %s:%n# why%n%s%n"
        .formatted(folder.resolve("%08x.hex".formatted(sum.getValue())), HEX.formatHex(input));
  }

  private List<Case> kept() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Case> cases = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".hex")).sorted().toList()) {
        cases.add(read(file));
      }
      return cases;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Case read(Path file) throws IOException {
    String expected = "";
    var digits = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("=")) {
        expected = line.substring(1).strip();
      } else if (!line.startsWith("#")) {
        digits.append(line.replaceAll("\\s", ""));
      }
    }
    try {
      var one = new Case(file.toString(), expected, digits.toString());
      one.input();
      return one;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: expected bytes as hex digits, found '%s'".formatted(file, abridged(digits)), e);
    }
  }

  private static String abridged(StringBuilder text) {
    return text.substring(0, Math.min(SHOWN_MAX, text.length()));
  }
}
