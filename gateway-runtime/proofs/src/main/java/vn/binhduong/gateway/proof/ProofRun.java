package vn.binhduong.gateway.proof;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What one run of a proof is given.
///
/// @param seed of everything random in it: the same seed breaks the same things in the same order
/// @param runs how often something is broken
/// @param brief whether it is the share that runs with every change, not the long one
/// @param directory an empty directory of its own; kept when something was wrong
/// @param gateway program and arguments of the gateway as a process; `{config}` and `{data}` stand
///   for its files
/// @param options what this proof alone understands, from `--name value`
public record ProofRun(
    long seed,
    int runs,
    boolean brief,
    Path directory,
    List<String> gateway,
    Map<String, String> options) {
  public ProofRun {
    gateway = List.copyOf(gateway);
    options = Map.copyOf(options);
  }

  /// The gateway's command line for these files.
  public List<String> gateway(Path config, Path data) {
    return gateway.stream()
        .map(part -> part.replace("{config}", config.toString()))
        .map(part -> part.replace("{data}", data.toString()))
        .toList();
  }

  /// A command line that starts a gateway, and the instruments of these proofs known to it: their
  /// class path stands behind its own, which prepared classes are bound to.
  public static List<String> withInstruments(List<String> command) {
    List<String> words = new ArrayList<>(command);
    for (int i = 1; i < words.size(); i++) {
      if (words.get(i - 1).equals("-cp") || words.get(i - 1).equals("-classpath")) {
        words.set(i, words.get(i) + File.pathSeparator + System.getProperty("java.class.path"));
      }
    }
    return words;
  }

  /// Tells people how far it is.
  public void tell(String format, Object... arguments) {
    System.out.println(format.formatted(arguments));
  }
}
