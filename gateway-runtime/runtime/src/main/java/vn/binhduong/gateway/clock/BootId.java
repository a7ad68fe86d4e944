package vn.binhduong.gateway.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// The identity of this boot of the machine.
final class BootId {
  /// Read once; the kernel never changes it while it runs.
  static final UUID CURRENT = read(Path.of("/proc/sys/kernel/random/boot_id"));

  private BootId() {}

  /// The UUID in a file, or a random one where there is none (not Linux).
  static UUID read(Path file) {
    try {
      return UUID.fromString(Files.readString(file).strip());
    } catch (IOException | IllegalArgumentException e) {
      return UUID.randomUUID();
    }
  }
}
