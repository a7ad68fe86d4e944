package vn.binhduong.gateway.driver.linux;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

/// What the files of the kernel say of the host, and the channels that become of it. Pure; each
/// throws PROTOCOL when the text is not what the kernel prints.
final class HostText {
  static final Unit BYTE = new Unit("B");

  private static final double BYTES_MAX = 0x1p60;
  private static final int BYTES_PER_KIB = 1024;

  static final Channel CPU_TEMPERATURE =
      new Channel("cpu_temperature", Unit.CELSIUS, -40, 150, "Temperature of the processor");
  static final Channel UNDERVOLTAGE = flag("undervoltage", "Supply voltage too low now");

  /// Bits of `get_throttled`, least significant first: four of now, four of since the boot.
  static final List<Channel> THROTTLED =
      List.of(
          UNDERVOLTAGE,
          flag("freq_capped", "Clock of the processor capped now"),
          flag("throttled", "Processor throttled now"),
          flag("soft_temp_limit", "Soft temperature limit active now"),
          flag("undervoltage_since_boot", "Supply voltage was too low since the boot"),
          flag("freq_capped_since_boot", "Clock was capped since the boot"),
          flag("throttled_since_boot", "Processor was throttled since the boot"),
          flag("soft_temp_limit_since_boot", "Soft temperature limit was active since the boot"));

  private static final int NOW_BITS = 4;
  private static final int SINCE_BOOT_SHIFT = 16;

  static final Channel MEMORY_TOTAL = bytes("memory_total", "Memory the kernel can use");
  static final Channel MEMORY_AVAILABLE =
      bytes("memory_available", "Memory for new programs without swapping");
  private static final Pattern MEMORY_TOTAL_LINE = line("MemTotal");
  private static final Pattern MEMORY_AVAILABLE_LINE = line("MemAvailable");

  static final Channel DISK_TOTAL = bytes("disk_total", "Size of the watched file system");
  static final Channel DISK_FREE =
      bytes("disk_free", "Free for programs on the watched file system");

  static final List<Channel> LOAD = List.of(load(1), load(5), load(15));
  private static final Pattern LOADAVG =
      Pattern.compile(
          "([0-9]{1,7}[.][0-9]{2}) ([0-9]{1,7}[.][0-9]{2}) ([0-9]{1,7}[.][0-9]{2})"
              + " [0-9]{1,10}/[0-9]{1,10} [0-9]{1,10}\n?");

  static final Channel UPTIME =
      new Channel("uptime", Unit.SECOND, 0, 3.2e9, "Time since the boot, standby included");
  private static final Pattern UPTIME_LINE =
      Pattern.compile("([0-9]{1,12}[.][0-9]{2}) [0-9]{1,14}[.][0-9]{2}\n?");

  private static final Pattern LIFE_TIME = Pattern.compile("0x([0-9a-f]{2}) 0x([0-9a-f]{2})\n?");
  private static final int LIFE_TIME_CODE_MAX = 0x0B;
  private static final int LIFE_TIME_STEP_PERCENT = 10;
  private static final int PRE_EOL_CODE_MAX = 3;

  private HostText() {}

  private static Channel flag(String name, String doc) {
    return new Channel(name, Unit.RATIO, 0, 1, doc + ": 1 yes, 0 no");
  }

  private static Channel bytes(String name, String doc) {
    return new Channel(name, BYTE, 0, BYTES_MAX, doc);
  }

  private static Channel load(int minutes) {
    return new Channel(
        "load" + minutes,
        Unit.RATIO,
        0,
        1e6,
        "Tasks running or waiting for disk, mean of %d min".formatted(minutes));
  }

  private static Pattern line(String key) {
    return Pattern.compile("(?m)^" + key + ": +([0-9]{1,15}) kB$");
  }

  /// `/sys/class/thermal/thermal_zoneN/temp`, millidegrees Celsius. Source:
  /// Documentation/ABI/testing/sysfs-class-thermal.
  static List<Reading> cpuTemperature(Path file, String text) throws DriverException {
    return List.of(
        CPU_TEMPERATURE.reading(KernelText.decimal(file, text).movePointLeft(3).doubleValue()));
  }

  /// `soc:firmware/get_throttled` of a Raspberry Pi, hexadecimal without 0x. Source: the firmware's
  /// property GET_THROTTLED, Raspberry Pi documentation "vcgencmd get_throttled".
  static List<Reading> throttled(Path file, String text) throws DriverException {
    long bits = KernelText.hex(file, text);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < THROTTLED.size(); i++) {
      int bit = i < NOW_BITS ? i : i - NOW_BITS + SINCE_BOOT_SHIFT;
      readings.add(THROTTLED.get(i).reading(((bits >> bit) & 1) == 0 ? 0 : 1));
    }
    return readings;
  }

  /// `in0_lcrit_alarm` of the hardware monitor `rpi_volt`: 1 when the voltage was too low within
  /// the last 2 s. Source: drivers/hwmon/raspberrypi-hwmon.c.
  static List<Reading> undervoltage(Path file, String text) throws DriverException {
    return switch (text.strip()) {
      case "0" -> List.of(UNDERVOLTAGE.reading(0));
      case "1" -> List.of(UNDERVOLTAGE.reading(1));
      default -> throw KernelText.unreadable(file, "0 or 1", text);
    };
  }

  /// `/proc/meminfo`, in units of 1024 bytes. Source: Documentation/filesystems/proc.rst.
  static List<Reading> memory(Path file, String text) throws DriverException {
    return List.of(
        MEMORY_TOTAL.reading(kibibytes(file, text, "MemTotal", MEMORY_TOTAL_LINE)),
        MEMORY_AVAILABLE.reading(kibibytes(file, text, "MemAvailable", MEMORY_AVAILABLE_LINE)));
  }

  private static double kibibytes(Path file, String text, String key, Pattern line)
      throws DriverException {
    Matcher found = line.matcher(text);
    if (!found.find()) {
      throw KernelText.unreadable(file, "a line '%s: ... kB'".formatted(key), text);
    }
    return (double) Long.parseLong(found.group(1)) * BYTES_PER_KIB;
  }

  /// `/proc/loadavg`. Source: Documentation/filesystems/proc.rst.
  static List<Reading> load(Path file, String text) throws DriverException {
    Matcher found = LOADAVG.matcher(text);
    if (!found.matches()) {
      throw KernelText.unreadable(file, "three loads, tasks and a process id", text);
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < LOAD.size(); i++) {
      readings.add(LOAD.get(i).reading(Double.parseDouble(found.group(i + 1))));
    }
    return readings;
  }

  /// `/proc/uptime`, seconds. Source: Documentation/filesystems/proc.rst.
  static List<Reading> uptime(Path file, String text) throws DriverException {
    Matcher found = UPTIME_LINE.matcher(text);
    if (!found.matches()) {
      throw KernelText.unreadable(file, "seconds up and seconds idle", text);
    }
    return List.of(UPTIME.reading(Double.parseDouble(found.group(1))));
  }

  /// The channels of `life_time` of a block device such as `mmcblk0`.
  static List<Channel> wearChannels(String block) {
    return List.of(wear(block, "a"), wear(block, "b"));
  }

  private static Channel wear(String block, String type) {
    return new Channel(
        "%s_wear_%s".formatted(block, type),
        Unit.PERCENT,
        0,
        LIFE_TIME_CODE_MAX * LIFE_TIME_STEP_PERCENT,
        "At most this much of the life of the type %s memory is used; 110: more than all"
            .formatted(type.toUpperCase(Locale.ROOT)));
  }

  /// `life_time` of an eMMC: two codes, 0x01 up to 10 % used ... 0x0A up to 100 %, 0x0B more; 0x00
  /// is not defined. Source: JEDEC JESD84-B51, DEVICE_LIFE_TIME_EST_TYP_A and _B;
  /// Documentation/driver-api/mmc/mmc-dev-attrs.rst.
  static List<Reading> wear(List<Channel> channels, Path file, String text) throws DriverException {
    Matcher found = LIFE_TIME.matcher(text);
    if (!found.matches()) {
      throw KernelText.unreadable(file, "two codes such as 0x01 0x02", text);
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < channels.size(); i++) {
      int code = Integer.parseInt(found.group(i + 1), 16);
      readings.add(
          code >= 1 && code <= LIFE_TIME_CODE_MAX
              ? channels.get(i).reading(code * LIFE_TIME_STEP_PERCENT)
              : channels.get(i).bad(Quality.BAD_SENSOR));
    }
    return readings;
  }

  /// The channel of `pre_eol_info` of a block device such as `mmcblk0`.
  static Channel preEolChannel(String block) {
    return new Channel(
        block + "_pre_eol",
        Unit.RATIO,
        1,
        PRE_EOL_CODE_MAX,
        "Reserved blocks: 1 normal, 2 80 % used, 3 90 % used");
  }

  /// `pre_eol_info` of an eMMC: 1 normal, 2 warning, 3 urgent; 0 is not defined. Source: JEDEC
  /// JESD84-B51, PRE_EOL_INFO.
  static List<Reading> preEol(Channel channel, Path file, String text) throws DriverException {
    long code = KernelText.hex(file, text);
    return List.of(
        code >= 1 && code <= PRE_EOL_CODE_MAX
            ? channel.reading((double) code)
            : channel.bad(Quality.BAD_SENSOR));
  }

  /// A counter of a network interface. It begins at 0 with each boot, and where the driver of the
  /// interface counts in 32 bits, again after 4 GiB. Source:
  /// Documentation/ABI/testing/sysfs-class-net-statistics.
  ///
  /// @param counter `rx_bytes`, `tx_bytes`, `rx_errors` or `tx_errors`
  static Channel counterChannel(String networkInterface, String counter) {
    boolean bytes = counter.endsWith("bytes");
    return new Channel(
        "net_%s_%s".formatted(HostSettings.channelPart(networkInterface), counter),
        bytes ? BYTE : Unit.COUNT,
        0,
        0x1p64,
        "%s %s on %s, since it appeared"
            .formatted(
                counter.startsWith("rx") ? "Received" : "Sent",
                bytes ? "bytes" : "frames with errors",
                networkInterface));
  }

  /// An unsigned counter of at most 64 bits.
  static List<Reading> counter(Channel channel, Path file, String text) throws DriverException {
    BigDecimal count = KernelText.decimal(file, text);
    if (count.signum() < 0 || count.scale() > 0) {
      throw KernelText.unreadable(file, "an unsigned whole number", text);
    }
    return List.of(channel.reading(count.doubleValue()));
  }
}
