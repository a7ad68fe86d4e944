package vn.binhduong.gateway.driver.simulated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Reading;

/// What the instrument really produced, for a verifier at the far end: one line per sample, such as
/// `{"dev":"air1","t":1763863200123,"v":{"pm25":23.4}}`, written before the sample leaves.
final class TruthLog implements AutoCloseable {
  private final String device;
  private final @Nullable FileChannel file;

  /// Opens the log for appending; without a path nothing is logged.
  TruthLog(String device, @Nullable Path path) throws DriverException {
    this.device = device;
    try {
      file =
          path == null
              ? null
              : FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new DriverException(
          DriverException.Kind.MISCONFIGURED,
          "truth-log %s: expected a file that can be written: %s".formatted(path, failed),
          failed);
    }
  }

  /// Appends the usable readings of one sample with a single write.
  void append(Instant at, List<Reading> readings) throws DriverException {
    if (file == null) {
      return;
    }
    String values =
        readings.stream()
            .filter(reading -> reading.quality().hasValue())
            .map(reading -> "\"" + reading.channel().name() + "\":" + reading.value())
            .collect(Collectors.joining(","));
    String line =
        "{\"dev\":\"%s\",\"t\":%d,\"v\":{%s}}\n".formatted(device, at.toEpochMilli(), values);
    try {
      file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException failed) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE, "truth-log: cannot append: " + failed, failed);
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException ignored) {
      // Every line was handed to the system when it was written; nothing is left to lose.
    }
  }
}
