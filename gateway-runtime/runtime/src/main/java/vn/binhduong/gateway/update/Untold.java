package vn.binhduong.gateway.update;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Results that no gateway could report before the next update began, since none ran.
final class Untold {
  /// Results kept; the oldest goes first.
  private static final int RESULTS_MAX = 16;

  private static final System.Logger LOG = System.getLogger(Untold.class.getName());

  private final Path file;

  Untold(Path file) {
    this.file = file;
  }

  void keep(Journal journal) throws IOException {
    List<String> lines = new ArrayList<>(lines());
    lines.add(
        "%s %s %s"
            .formatted(
                journal.result(),
                journal.version().isEmpty() ? "-" : journal.version(),
                journal.reason().replaceAll("[^ -~]", "?")));
    while (lines.size() > RESULTS_MAX) {
      lines.removeFirst();
    }
    Notes.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private List<String> lines() throws IOException {
    return Notes.bytes(file)
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).lines().toList())
        .orElse(List.of());
  }

  /// Tells all of them, the oldest first, then forgets them.
  void tell(Consumer<Journal> listener) throws IOException {
    List<String> lines = lines();
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      try {
        listener.accept(
            new Journal(
                UpdateState.IDLE,
                ResultCode.valueOf(words[0]),
                words.length < 3 ? "" : words[2],
                "",
                "",
                words.length < 2 || words[1].equals("-") ? "" : words[1],
                "",
                "",
                0,
                0,
                true));
      } catch (IllegalArgumentException e) {
        LOG.log(System.Logger.Level.WARNING, "update: passed over in {0}: {1}", file, line);
      }
    }
    if (!lines.isEmpty()) {
      Notes.remove(file);
    }
  }
}
