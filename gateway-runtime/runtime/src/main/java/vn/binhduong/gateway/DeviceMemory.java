package vn.binhduong.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import vn.binhduong.gateway.acquisition.Memory;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.driver.DriverContext;

/// What devices remember, a small file each in `devices` of the data directory.
///
/// A file is written at most every 30 s, since flash wears; what comes sooner is kept in memory and
/// written with the next one, or at a clean stop. Thread-safe.
final class DeviceMemory implements Memory, AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(30);
  private static final System.Logger LOG = System.getLogger(DeviceMemory.class.getName());

  private final Path directory;
  private final LongSupplier nanos;
  private final Map<String, Kept> kept = new HashMap<>();
  private boolean failing;

  /// @param text what is to be kept
  /// @param writtenNanos when the file was written last
  /// @param pending whether the file holds something older
  private record Kept(String text, long writtenNanos, boolean pending) {}

  /// @param directory the data directory
  /// @param nanos a clock that only runs forward
  DeviceMemory(Path directory, LongSupplier nanos) {
    this.directory = directory.resolve("devices");
    this.nanos = nanos;
  }

  @Override
  public synchronized Optional<String> read(String device) {
    Kept known = kept.get(device);
    if (known != null) {
      return Optional.of(known.text());
    }
    Path file = file(device);
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      if (Files.size(file) > 4L * DriverContext.REMEMBERED_CHARACTERS_MAX) {
        throw new IOException("longer than anything that is written there");
      }
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "device {0}: {1} cannot be read: {2}", device, file, e);
      return Optional.empty();
    }
  }

  @Override
  public synchronized void write(String device, String text) {
    Kept before = kept.get(device);
    long now = nanos.getAsLong();
    if (before != null && now - before.writtenNanos() < BETWEEN.toNanos()) {
      kept.put(device, new Kept(text, before.writtenNanos(), true));
      return;
    }
    kept.put(device, new Kept(text, now, !written(device, text)));
  }

  private boolean written(String device, String text) {
    try {
      Files.createDirectories(directory);
      AtomicFile.write(file(device), text.getBytes(StandardCharsets.UTF_8));
      if (failing) {
        LOG.log(Level.INFO, "devices: what they remember is kept again");
        failing = false;
      }
      return true;
    } catch (IOException e) {
      // Told once: a full disk would fill the log too.
      if (!failing) {
        LOG.log(Level.WARNING, "devices: what they remember cannot be kept: {0}", e.toString());
        failing = true;
      }
      return false;
    }
  }

  private Path file(String device) {
    return directory.resolve(device + ".txt");
  }

  /// Writes what is not written yet.
  @Override
  public synchronized void close() {
    kept.forEach(
        (device, last) -> {
          if (last.pending()) {
            written(device, last.text());
          }
        });
    kept.clear();
  }
}
