package vn.binhduong.gateway.proof.damage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Looks after the bytes themselves: whether each damaged file is still there, somewhere.
final class Traces {
  /// Files without any content of their own: locks, indexes and room.
  private static final List<String> EMPTY_OF_MEANING = List.of("lock", "witness", "reserve");

  private Traces() {}

  /// The content of each file that a harm hit, by name; only files that mean something.
  static Map<String, String> of(Path data, List<Harm> harms) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Harm harm : harms) {
      List<String> names = new ArrayList<>(List.of(harm.file()));
      if (harm instanceof Harm.Exchange exchange) {
        names.add(exchange.other());
      }
      for (String name : names) {
        Path file = data.resolve(name);
        if (!EMPTY_OF_MEANING.contains(name)
            && !name.endsWith("-shm")
            && !name.endsWith(".seal")
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.size(file) > 0) {
          contents.put(name, hash(file));
        }
      }
    }
    return contents;
  }

  /// Whether no file is left by which anyone could know that there was a store; an index of a WAL
  /// alone is also what a power cut leaves of the making of one.
  static boolean isBare(Path data) throws IOException {
    Path config = data.resolve("config");
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .allMatch(
              file ->
                  file.startsWith(config)
                      || file.endsWith("lock")
                      || file.toString().endsWith("-shm"));
    }
  }

  /// Those of `contents` that no file below `data` has any more.
  static List<String> gone(Path data, Map<String, String> contents) throws IOException {
    Set<String> there = new HashSet<>();
    try (Stream<Path> files = Files.walk(data)) {
      files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .forEach(
              file -> {
                try {
                  there.add(hash(file));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return contents.entrySet().stream()
        .filter(entry -> !there.contains(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The cases in quarantine.
  static List<Path> quarantined(Path data) throws IOException {
    Path folder = data.resolve("quarantine");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> cases = Files.list(folder)) {
      return cases.sorted().toList();
    }
  }

  private static String hash(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
