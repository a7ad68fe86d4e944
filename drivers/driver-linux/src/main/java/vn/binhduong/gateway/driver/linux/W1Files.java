package vn.binhduong.gateway.driver.linux;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import vn.binhduong.gateway.driver.DriverException;

/// The files of a 1-Wire thermometer. Reading one makes the kernel start a conversion and wait for
/// it, 94 to 750 ms by the resolution of the chip. Source:
/// Documentation/ABI/testing/sysfs-driver-w1_therm.
///
/// @param family what it is
/// @param directory `/sys/bus/w1/devices/28-000005e2fdc3`
record W1Files(W1Family family, Path directory) {
  /// What the file `temperature` says after power-on, in thousandths; it has no byte that would
  /// tell this from 85 °C measured, so it is never a value.
  private static final BigDecimal POWER_ON_MILLI = new BigDecimal(85_000);

  private static final int MILLI_DIGITS = 3;

  /// Reads `w1_slave`, which shows all bytes, or where the kernel has none, `temperature`.
  W1Temperature convert() throws DriverException, InterruptedException {
    Path slave = directory.resolve("w1_slave");
    if (Files.exists(slave)) {
      return W1Scratchpad.parse(slave, KernelFile.text(slave)).temperature(family);
    }
    Path temperature = directory.resolve("temperature");
    return milli(temperature, KernelFile.text(temperature));
  }

  /// What the text of the file `temperature` means.
  ///
  /// @throws DriverException UNAVAILABLE when it is empty, because no conversion came about;
  ///   PROTOCOL when it is no number
  static W1Temperature milli(Path file, String text) throws DriverException {
    if (text.isEmpty()) {
      throw DriverException.unavailable(
          file + ": expected a temperature, found nothing: the chip did not answer");
    }
    BigDecimal milli = KernelText.decimal(file, text);
    if (milli.compareTo(POWER_ON_MILLI) == 0) {
      return new W1Temperature.Invalid(
          "85 degrees: the value after power-on, which this file cannot tell from a measured one");
    }
    return W1Scratchpad.checked(milli.movePointLeft(MILLI_DIGITS).doubleValue());
  }
}
