package vn.binhduong.gateway.ioc.verify;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads truth logs while they grow. Not thread-safe.
public final class TruthFollower {
  private static final class At {
    long offset;
    int line;
  }

  private final Map<Path, At> logs = new LinkedHashMap<>();
  private final List<TruthRow> rows = new ArrayList<>();

  /// Follows these logs; one that is not there yet has no rows yet.
  public TruthFollower(List<Path> paths) {
    paths.forEach(path -> logs.put(path, new At()));
  }

  /// Reads what was written since the last call.
  ///
  /// @return all rows so far, log by log as they were read
  public List<TruthRow> poll() throws IOException {
    for (Map.Entry<Path, At> log : logs.entrySet()) {
      if (Files.exists(log.getKey())) {
        read(log.getKey(), log.getValue());
      }
    }
    return List.copyOf(rows);
  }

  private void read(Path path, At at) throws IOException {
    byte[] bytes;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(at.offset);
      bytes = new byte[(int) Math.min(Integer.MAX_VALUE - 8, file.length() - at.offset)];
      file.readFully(bytes);
    }
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        at.line++;
        String line = new String(bytes, begin, i - begin, StandardCharsets.UTF_8);
        if (!line.isBlank()) {
          rows.add(TruthLog.parse(line, path, at.line));
        }
        begin = i + 1;
      }
    }
    at.offset += begin;
  }
}
