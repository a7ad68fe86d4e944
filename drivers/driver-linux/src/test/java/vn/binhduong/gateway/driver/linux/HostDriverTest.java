package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;

/// What different boards have, and that what they lack is no channel.
class HostDriverTest {
  private static final List<String> EVERYWHERE =
      List.of("memory_total", "memory_available", "load1", "load5", "load15", "uptime");

  @TempDir private Path directory;
  private Tree root;

  @BeforeEach
  void makeTree() throws Exception {
    root =
        new Tree(directory)
            .with(
                "proc/meminfo", "MemTotal:        3884376 kB\nMemFree: 1 kB\nMemAvailable: 17 kB\n")
            .with("proc/loadavg", "0.20 1.18 12.05 1/80 11206\n")
            .with("proc/uptime", "350735.47 234388.90\n");
  }

  private DriverHarness<HostSettings> host(
      @Nullable Path watched, @Nullable String zone, String... interfaces) {
    return new DriverHarness<>(
        new HostFactory(), new HostSettings(directory, watched, List.of(interfaces), zone));
  }

  private static List<String> names(DriverHarness<HostSettings> device) {
    return device.driver().channels().stream().map(Channel::name).toList();
  }

  /// Memory is in bytes, load and uptime as printed; a board that tells no more has no more
  /// channels.
  @Test
  void plainHostHasMemoryLoadAndUptime() throws Exception {
    try (var device = host(null, null)) {
      device.open();
      assertThat(names(device)).containsExactlyElementsOf(EVERYWHERE);
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("memory_total")).isEqualTo(3884376.0 * 1024);
      assertThat(sample.value("memory_available")).isEqualTo(17.0 * 1024);
      assertThat(sample.value("load1")).isEqualTo(0.2);
      assertThat(sample.value("load5")).isEqualTo(1.18);
      assertThat(sample.value("load15")).isEqualTo(12.05);
      assertThat(sample.value("uptime")).isEqualTo(350735.47);
    }
  }

  /// A Raspberry Pi tells heat and the state of its supply; 0x50005: too low and throttled, now and
  /// since the boot.
  @Test
  void raspberryPiTellsHeatAndSupply() throws Exception {
    root.with("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
        .with("sys/class/thermal/thermal_zone0/temp", "48312\n")
        .with("sys/devices/platform/soc/soc:firmware/get_throttled", "50005\n")
        .with("sys/class/hwmon/hwmon1/name", "rpi_volt\n")
        .with("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n")
        .with("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\u0000")
        .with("proc/sys/kernel/osrelease", "6.12.47+rpt-rpi-v8\n");
    try (var device = host(null, null)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("cpu_temperature")).isEqualTo(48.312);
      assertThat(HostText.THROTTLED)
          .filteredOn(flag -> sample.value(flag.name()) == 1)
          .extracting(Channel::name)
          .containsExactly(
              "undervoltage", "throttled", "undervoltage_since_boot", "throttled_since_boot");
      assertThat(device.driver().identity().model()).isEqualTo("Raspberry Pi 4 Model B Rev 1.4");
      assertThat(device.driver().identity().version()).isEqualTo("6.12.47+rpt-rpi-v8");
    }
  }

  /// Newer kernels leave the file of the firmware out; the alarm of the monitor remains.
  @Test
  void undervoltageComesFromTheMonitorWhereTheFirmwareIsSilent() throws Exception {
    root.with("sys/class/hwmon/hwmon0/name", "cpu_thermal\n")
        .with("sys/class/hwmon/hwmon1/name", "rpi_volt\n")
        .with("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
    try (var device = host(null, null)) {
      device.open();
      assertThat(names(device)).contains("undervoltage").doesNotContain("throttled");
      assertThat(device.poll().getFirst().value("undervoltage")).isEqualTo(1);
    }
  }

  /// The zone of the processor is found among others; a zone named in the settings goes first.
  @Test
  void thermalZoneIsFoundOrNamed() throws Exception {
    root.with("sys/class/thermal/thermal_zone0/type", "gpu-thermal\n")
        .with("sys/class/thermal/thermal_zone0/temp", "40000\n")
        .with("sys/class/thermal/thermal_zone10/type", "soc-thermal\n")
        .with("sys/class/thermal/thermal_zone10/temp", "51000\n");
    try (var device = host(null, null)) {
      device.open();
      assertThat(device.poll().getFirst().value("cpu_temperature")).isEqualTo(51);
    }
    try (var device = host(null, "gpu-thermal")) {
      device.open();
      assertThat(device.poll().getFirst().value("cpu_temperature")).isEqualTo(40);
    }
    try (var device = host(null, "cpu-thermal")) {
      assertThatThrownBy(device::open)
          .hasMessage(
              "thermal-zone: expected one of [gpu-thermal, soc-thermal], found 'cpu-thermal'")
          .isInstanceOf(DriverException.class);
    }
  }

  /// Wear is known of eMMC only; 0x00 says that the maker does not tell it.
  @Test
  void wearOfAnEmmc() throws Exception {
    root.with("sys/block/mmcblk0/device/name", "SD32G\n")
        .with("sys/block/mmcblk0boot0/device/life_time", "0x01 0x01\n")
        .with("sys/block/mmcblk2/device/life_time", "0x03 0x00\n")
        .with("sys/block/mmcblk2/device/pre_eol_info", "0x01\n");
    try (var device = host(null, null)) {
      device.open();
      assertThat(names(device))
          .containsAll(EVERYWHERE)
          .endsWith("mmcblk2_wear_a", "mmcblk2_wear_b", "mmcblk2_pre_eol")
          .hasSize(EVERYWHERE.size() + 3);
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("mmcblk2_wear_a")).isEqualTo(30);
      assertThat(quality(sample, "mmcblk2_wear_b")).isEqualTo(Quality.BAD_SENSOR);
      assertThat(sample.value("mmcblk2_pre_eol")).isEqualTo(1);
    }
  }

  /// A modem comes later or never: its counters are channels all the same, without a value.
  @Test
  void configuredInterfaceIsAChannelWhetherThereOrNot() throws Exception {
    String statistics = "sys/class/net/eth0.100/statistics/";
    root.with(statistics + "rx_bytes", "18446744073709551615\n")
        .with(statistics + "tx_bytes", "4294967296\n")
        .with(statistics + "rx_errors", "3\n")
        .with(statistics + "tx_errors", "0\n");
    try (var device = host(null, null, "eth0.100", "wwan0")) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("net_eth0_100_rx_bytes")).isEqualTo(0x1p64);
      assertThat(sample.value("net_eth0_100_tx_bytes")).isEqualTo(4294967296.0);
      assertThat(sample.value("net_eth0_100_rx_errors")).isEqualTo(3);
      assertThat(quality(sample, "net_wwan0_rx_bytes")).isEqualTo(Quality.BAD_LINK);
      device.poll();
      assertThat(device.logger().lines()).as("one line per counter, once").hasSize(4);
    }
  }

  /// Free space is that of the watched directory; when the disk is gone, no number takes its place.
  @Test
  void watchedDirectoryGivesItsSpace() throws Exception {
    try (var device = host(directory, null)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("disk_total")).isPositive();
      assertThat(sample.value("disk_free")).isBetween(0.0, sample.value("disk_total"));
    }
    try (var device = host(directory.resolve("gone"), null)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(quality(sample, "disk_free")).isEqualTo(Quality.BAD_LINK);
    }
  }

  /// Names of interfaces become parts of paths and of channels: neither may be ambiguous.
  @Test
  void interfacesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> host(null, null, "../eth0")).hasMessageContaining("found '../eth0'");
    assertThatThrownBy(() -> host(null, null, "..")).hasMessageContaining("found '..'");
    assertThatThrownBy(() -> host(null, null, "a-b", "a.b"))
        .hasMessage(
            "interfaces: expected names that differ in letters and digits, found [a-b, a.b]");
  }

  private static Quality quality(EmittedSample sample, String channel) {
    return sample.readings().stream()
        .filter(reading -> reading.channel().name().equals(channel))
        .map(Reading::quality)
        .findFirst()
        .orElseThrow();
  }
}
