package vn.binhduong.gateway.driver.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// Makes devices of type `host`: the health of the computer the gateway runs on, read like any
/// other device. Source of each channel: [HostText].
public final class HostFactory implements DriverFactory<HostSettings> {
  @Override
  public String type() {
    return "host";
  }

  @Override
  public Class<HostSettings> settings() {
    return HostSettings.class;
  }

  @Override
  public String instrument() {
    return "the board itself: temperature, throttling, disk, wear, network";
  }

  @Override
  public Transport transport() {
    return new Transport.Direct("/proc, /sys");
  }

  @Override
  public Set<Verification> verification() {
    return Set.of(Verification.SIMULATED, Verification.KERNEL_DEVICE);
  }

  /// Opens the host; what it does not have is no channel. A configured directory or interface
  /// always is one.
  ///
  /// @throws DriverException UNAVAILABLE when `proc` and `sys` show nothing, MISCONFIGURED when the
  ///   thermal zone of the settings is not there
  @Override
  public Driver open(HostSettings settings, DriverContext context)
      throws DriverException, InterruptedException {
    return KernelCall.run(
        "kernel open " + context.deviceId(),
        () -> {
          var board = new HostBoard(settings.root());
          return new KernelDevice(
              context, board.identity(), KernelDevice.Proof.NONE, sources(settings, board));
        });
  }

  private static List<Source> sources(HostSettings settings, HostBoard board)
      throws DriverException, InterruptedException {
    List<Source> sources = new ArrayList<>();
    board.memory().ifPresent(sources::add);
    board.load().ifPresent(sources::add);
    board.uptime().ifPresent(sources::add);
    if (sources.isEmpty()) {
      throw DriverException.unavailable(
          "%s: expected proc/meminfo, proc/loadavg or proc/uptime, found none"
              .formatted(settings.root()));
    }
    board.cpuTemperature(settings.thermalZone()).ifPresent(sources::add);
    board.supply().ifPresent(sources::add);
    sources.addAll(board.wear());
    Path directory = settings.directory();
    if (directory != null) {
      sources.add(new DiskSource(directory));
    }
    for (String name : settings.interfaces()) {
      sources.addAll(board.network(name));
    }
    return sources;
  }
}
