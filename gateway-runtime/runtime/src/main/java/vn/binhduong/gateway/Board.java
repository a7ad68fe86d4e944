package vn.binhduong.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.health.ComponentHealth;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.management.ManagedUnit;

/// What the machine and the health board say of this unit, for its management server.
///
/// Sources: the device tree (`/proc/device-tree`) of a Raspberry Pi and its like, DMI
/// (`/sys/class/dmi/id`) of a PC, `/etc/os-release`.
final class Board implements ManagedUnit {
  private static final int TEXT_BYTES_MAX = 4096;
  private static final Set<HealthState> ILL =
      EnumSet.of(
          HealthState.DEGRADED,
          HealthState.UNAVAILABLE,
          HealthState.MISCONFIGURED,
          HealthState.STUCK);

  private final Path root;
  private final String version;
  private final Path data;
  private final HealthBoard health;
  private final Supplier<Instant> now;

  /// @param root of the file system, `/` but for tests
  /// @param version of the program
  /// @param data the data directory
  /// @param now wall time
  Board(Path root, String version, Path data, HealthBoard health, Supplier<Instant> now) {
    this.root = root;
    this.version = version;
    this.data = data;
    this.health = health;
    this.now = now;
  }

  @Override
  public Optional<String> manufacturer() {
    return read("sys/class/dmi/id/sys_vendor")
        .or(
            () ->
                deviceTree("model")
                    .filter(m -> m.startsWith("Raspberry Pi"))
                    .map(m -> "Raspberry Pi"));
  }

  @Override
  public Optional<String> model() {
    return deviceTree("model").or(() -> read("sys/class/dmi/id/product_name"));
  }

  @Override
  public Optional<String> serial() {
    return deviceTree("serial-number").or(() -> read("sys/class/dmi/id/product_serial"));
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public Optional<String> system() {
    return read("etc/os-release")
        .flatMap(
            text ->
                text.lines()
                    .filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring(12).replace("\"", ""))
                    .findFirst());
  }

  @Override
  public Optional<Storage> storage() {
    try {
      FileStore store = Files.getFileStore(data);
      return Optional.of(new Storage(store.getUsableSpace(), store.getTotalSpace()));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Fault> faults() {
    return health.snapshot().stream()
        .filter(component -> ILL.contains(component.state()))
        .map(Board::fault)
        .flatMap(Optional::stream)
        .distinct()
        .sorted()
        .toList();
  }

  private static Optional<Fault> fault(ComponentHealth component) {
    String name = component.component();
    @Nullable Fault fault =
        switch (name) {
          case "store" -> Fault.STORE;
          case "uplink" -> Fault.UPLINK;
          case "configuration" -> Fault.CONFIGURATION;
          default ->
              name.startsWith("device/") || name.startsWith("link/") ? Fault.PERIPHERAL : null;
        };
    return Optional.ofNullable(fault);
  }

  @Override
  public Instant now() {
    return now.get();
  }

  @Override
  public ZoneId zone() {
    return ZoneId.systemDefault();
  }

  /// Texts of the device tree end with a zero.
  private Optional<String> deviceTree(String name) {
    return read("proc/device-tree/" + name);
  }

  private Optional<String> read(String file) {
    try (var in = Files.newInputStream(root.resolve(file))) {
      String text =
          new String(in.readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8)
              .replace("\0", "")
              .strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
