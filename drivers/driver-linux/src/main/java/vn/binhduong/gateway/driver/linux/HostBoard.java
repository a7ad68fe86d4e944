package vn.binhduong.gateway.driver.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;

/// Finds what a board tells of itself below `/proc` and `/sys`.
///
/// @param root directory that holds `proc` and `sys`
record HostBoard(Path root) {
  /// What the types of the zones of a processor contain, the likeliest first: `cpu-thermal`
  /// (Raspberry Pi, most ARM boards), `x86_pkg_temp`, `soc-thermal` (Rockchip).
  private static final List<String> CPU_ZONES = List.of("cpu", "x86_pkg", "soc");

  private static final List<String> COUNTERS =
      List.of("rx_bytes", "tx_bytes", "rx_errors", "tx_errors");

  /// Model and version of the kernel, as far as the board tells.
  Driver.Identity identity() throws InterruptedException {
    String model =
        KernelFile.word(root.resolve("proc/device-tree/model"))
            .map(text -> text.replace("\0", ""))
            .orElse("");
    String version = KernelFile.word(root.resolve("proc/sys/kernel/osrelease")).orElse("");
    return new Driver.Identity("", model, "", version);
  }

  Optional<Source> memory() {
    return file(
        root.resolve("proc/meminfo"),
        List.of(HostText.MEMORY_TOTAL, HostText.MEMORY_AVAILABLE),
        HostText::memory);
  }

  Optional<Source> load() {
    return file(root.resolve("proc/loadavg"), HostText.LOAD, HostText::load);
  }

  Optional<Source> uptime() {
    return file(root.resolve("proc/uptime"), List.of(HostText.UPTIME), HostText::uptime);
  }

  /// The zone of the processor.
  ///
  /// @param type that was configured; null to look for the usual ones
  /// @throws DriverException MISCONFIGURED when none has the configured type
  Optional<Source> cpuTemperature(@Nullable String type)
      throws DriverException, InterruptedException {
    List<Path> zones =
        KernelFile.entries(
            root.resolve("sys/class/thermal"), name -> name.startsWith("thermal_zone"));
    List<String> types = new ArrayList<>();
    for (Path zone : zones) {
      types.add(KernelFile.word(zone.resolve("type")).orElse(""));
    }
    int chosen = type != null ? types.indexOf(type) : likeliest(types);
    if (chosen < 0 && type != null) {
      throw DriverException.misconfigured(
          "thermal-zone: expected one of %s, found '%s'".formatted(types, type));
    }
    return chosen < 0
        ? Optional.empty()
        : file(
            zones.get(chosen).resolve("temp"),
            List.of(HostText.CPU_TEMPERATURE),
            HostText::cpuTemperature);
  }

  /// Index of the zone that is the processor's, -1 where none looks like it.
  private static int likeliest(List<String> types) {
    for (String part : CPU_ZONES) {
      for (int i = 0; i < types.size(); i++) {
        if (types.get(i).toLowerCase(Locale.ROOT).contains(part)) {
          return i;
        }
      }
    }
    return -1;
  }

  /// What a Raspberry Pi says of its supply and clock: all flags where the firmware tells them,
  /// else the alarm of the hardware monitor.
  Optional<Source> supply() throws DriverException, InterruptedException {
    Path platform = root.resolve("sys/devices/platform");
    for (Path soc : KernelFile.entries(platform, name -> name.startsWith("soc"))) {
      for (Path firmware : KernelFile.entries(soc, name -> name.endsWith(":firmware"))) {
        Optional<Source> flags =
            file(firmware.resolve("get_throttled"), HostText.THROTTLED, HostText::throttled);
        if (flags.isPresent()) {
          return flags;
        }
      }
    }
    for (Path monitor :
        KernelFile.entries(root.resolve("sys/class/hwmon"), name -> name.startsWith("hwmon"))) {
      if (KernelFile.word(monitor.resolve("name")).filter("rpi_volt"::equals).isPresent()) {
        return file(
            monitor.resolve("in0_lcrit_alarm"),
            List.of(HostText.UNDERVOLTAGE),
            HostText::undervoltage);
      }
    }
    return Optional.empty();
  }

  /// What the eMMCs say of their wear; SD cards do not tell.
  List<Source> wear() throws DriverException {
    List<Source> sources = new ArrayList<>();
    for (Path block :
        KernelFile.entries(root.resolve("sys/block"), name -> name.matches("mmcblk[0-9]{1,3}"))) {
      List<Channel> wear = HostText.wearChannels(KernelFile.nameOf(block));
      file(block.resolve("device/life_time"), wear, (file, text) -> HostText.wear(wear, file, text))
          .ifPresent(sources::add);
      Channel preEol = HostText.preEolChannel(KernelFile.nameOf(block));
      file(
              block.resolve("device/pre_eol_info"),
              List.of(preEol),
              (file, text) -> HostText.preEol(preEol, file, text))
          .ifPresent(sources::add);
    }
    return sources;
  }

  /// The counters of a network interface, whether it is there or not.
  List<Source> network(String name) {
    List<Source> sources = new ArrayList<>();
    for (String counter : COUNTERS) {
      Channel channel = HostText.counterChannel(name, counter);
      sources.add(
          new FileSource(
              List.of(channel),
              root.resolve("sys/class/net").resolve(name).resolve("statistics").resolve(counter),
              (file, text) -> HostText.counter(channel, file, text)));
    }
    return sources;
  }

  private static Optional<Source> file(
      Path file, List<Channel> channels, FileSource.Meaning meaning) {
    return Files.exists(file)
        ? Optional.of(new FileSource(channels, file, meaning))
        : Optional.empty();
  }
}
