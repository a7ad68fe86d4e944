package vn.binhduong.gateway.ioc.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A truth log: one JSON object a line, such as
/// `{"dev":"air1","t":1763863200123,"v":{"pm25":23.4,"t":31.3}}`, where `t` is milliseconds since
/// 1970 and `v` the usable readings in the channel's unit; `"probe":true` marks a row that need not
/// become a sample.
///
/// A row is appended with one write before the value leaves the instrument, so it outlives a
/// SIGKILL of the writer. Appending is thread-safe.
public final class TruthLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileChannel file;

  private TruthLog(FileChannel file) {
    this.file = file;
  }

  /// Opens a log for appending; makes it if it is not there.
  public static TruthLog append(Path path) throws IOException {
    return new TruthLog(
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /// Appends one row.
  public void write(TruthRow row) throws IOException {
    ObjectNode line = JSON.createObjectNode().put("dev", row.device()).put("t", row.timeMillis());
    ObjectNode values = line.putObject("v");
    new TreeMap<>(row.values()).forEach(values::put);
    if (row.probe()) {
      line.put("probe", true);
    }
    ByteBuffer bytes =
        ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    synchronized (file) {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// Reads all rows of several logs. A log that is not there has no rows; a last line without its
  /// line end is a row whose write was cut off, and is left out.
  ///
  /// @throws IOException naming file and line when any other line is not a truth row
  public static List<TruthRow> read(List<Path> paths) throws IOException {
    List<TruthRow> rows = new ArrayList<>();
    for (Path path : paths) {
      String text;
      try {
        text = Files.readString(path);
      } catch (NoSuchFileException e) {
        continue;
      }
      String[] lines = text.split("\n", -1);
      for (int i = 0; i < lines.length - 1; i++) {
        if (!lines[i].isBlank()) {
          rows.add(parse(lines[i], path, i + 1));
        }
      }
    }
    return rows;
  }

  static TruthRow parse(String line, Path path, int number) throws IOException {
    try {
      JsonNode row = JSON.readTree(line);
      JsonNode values = row.path("v");
      if (row.path("dev").isTextual() && row.path("t").isIntegralNumber() && values.isObject()) {
        Map<String, Double> byChannel = new HashMap<>();
        for (Map.Entry<String, JsonNode> value : values.properties()) {
          if (!value.getValue().isNumber()) {
            throw new IOException(
                "%s:%d: %s: expected a number, found %s"
                    .formatted(path, number, value.getKey(), value.getValue()));
          }
          byChannel.put(value.getKey(), value.getValue().doubleValue());
        }
        return new TruthRow(
            row.path("dev").textValue(),
            row.path("t").longValue(),
            byChannel,
            row.path("probe").booleanValue());
      }
    } catch (JsonProcessingException e) {
      throw new IOException("%s:%d: not JSON: %s".formatted(path, number, e.getMessage()), e);
    }
    throw new IOException(
        "%s:%d: expected {\"dev\":text,\"t\":milliseconds,\"v\":{...}}, found %s"
            .formatted(path, number, line));
  }
}
