package vn.binhduong.gateway.driver.modbus;

import java.nio.file.Path;
import java.time.Duration;
import vn.binhduong.gateway.driver.Option;
import vn.binhduong.gateway.driver.link.serial.SerialSettings;
import vn.binhduong.gateway.driver.link.serial.SerialSettings.Parity;

/// A serial line with Modbus RTU units, usually RS-485.
///
/// @param port device file; a name below `/dev/serial/by-id` survives replugging
/// @param baud bits per second
/// @param dataBits 7 or 8; RTU needs 8
/// @param parity parity bit
/// @param stopBits 1 or 2
/// @param gap silence before each request; at least 3.5 characters are always kept
public record ModbusRtuSettings(
    @Option(
            doc =
                "Device file of the port; a name below /dev/serial/by-id stays the same after"
                    + " replugging.",
            example = "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0")
        Path port,
    @Option(doc = "Bits per second.", fallback = "9600", min = "300", max = "1000000") int baud,
    @Option(doc = "Data bits.", fallback = "8", min = "7", max = "8") int dataBits,
    @Option(doc = "Parity bit.", fallback = "none") Parity parity,
    @Option(doc = "Stop bits.", fallback = "1", min = "1", max = "2") int stopBits,
    @Option(
            doc = "Silence before each request; at least 3.5 characters are always kept.",
            fallback = "50ms",
            min = "0ms",
            max = "5s")
        Duration gap) {

  /// The port.
  SerialSettings line() {
    return new SerialSettings(port, baud, dataBits, parity, stopBits);
  }

  /// The silence really kept: [#gap], but at least 3.5 characters, or 1.75 ms above 19200 baud
  /// (Modbus over Serial Line 1.02, §2.5.1.1).
  Duration silence() {
    int bits = 1 + dataBits + (parity == Parity.NONE ? 0 : 1) + stopBits;
    Duration least = Duration.ofNanos(baud > 19_200 ? 1_750_000 : 3_500_000_000L * bits / baud);
    return gap.compareTo(least) < 0 ? least : gap;
  }
}
