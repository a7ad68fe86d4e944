package vn.binhduong.gateway.driver.linux;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

/// One input of a hardware monitor, in thousandths of its unit. Source:
/// Documentation/hwmon/sysfs-interface.rst, Documentation/ABI/testing/sysfs-class-hwmon.
///
/// @param channel what it is
/// @param input file of the value: millidegrees Celsius, milli percent, millivolts
/// @param fault file that says 1 when the sensor is open or shorted, null where the chip has none
record HwmonSource(Channel channel, Path input, @Nullable Path fault) implements Source {
  private static final Pattern INPUT = Pattern.compile("(temp|humidity|in)([0-9]{1,4})_input");
  private static final BigDecimal MILLI = new BigDecimal("0.001");
  private static final int LABEL_CHARS_MAX = 60;

  /// The input that a file is, with its label as the doc of the channel; nothing for other files.
  static Optional<HwmonSource> of(Path file) throws InterruptedException {
    Matcher name = INPUT.matcher(KernelFile.nameOf(file));
    if (!name.matches()) {
      return Optional.empty();
    }
    String stem = name.group(1) + name.group(2);
    String number = name.group(2);
    String label =
        KernelFile.word(file.resolveSibling(stem + "_label"))
            .filter(text -> !text.isBlank())
            .map(text -> text.substring(0, Math.min(text.length(), LABEL_CHARS_MAX)))
            .orElse(stem);
    Path fault = file.resolveSibling(stem + "_fault");
    return Optional.of(
        new HwmonSource(
            channel(name.group(1), number, label), file, Files.exists(fault) ? fault : null));
  }

  /// Temperatures and humidities count from 1, voltages from 0.
  private static Channel channel(String kind, String number, String label) {
    String suffix = number.equals("1") ? "" : number;
    return switch (kind) {
      case "temp" ->
          new Channel("temperature" + suffix, Unit.CELSIUS, -270, 1800, "Temperature, " + label);
      case "humidity" ->
          new Channel(
              "humidity" + suffix, Unit.RELATIVE_HUMIDITY, 0, 100, "Relative humidity, " + label);
      default -> new Channel("voltage" + number, Unit.VOLT, -1000, 1000, "Voltage, " + label);
    };
  }

  @Override
  public List<Channel> channels() {
    return List.of(channel);
  }

  @Override
  public List<Reading> read() throws DriverException, InterruptedException {
    if (fault != null && decimal(fault).signum() != 0) {
      return List.of(channel.bad(Quality.BAD_SENSOR));
    }
    return List.of(channel.reading(decimal(input).multiply(MILLI).doubleValue()));
  }

  private static BigDecimal decimal(Path file) throws DriverException, InterruptedException {
    return KernelText.decimal(file, KernelFile.text(file));
  }
}
