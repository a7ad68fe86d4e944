package vn.binhduong.gateway.driver.link.serial;

import java.nio.file.Path;
import vn.binhduong.gateway.driver.Option;

/// A serial port.
///
/// @param port device file; a name below `/dev/serial/by-id` survives replugging
/// @param baud bits per second
/// @param dataBits 7 or 8
/// @param parity parity bit
/// @param stopBits 1 or 2
public record SerialSettings(
    @Option(
            doc =
                "Device file of the port; a name below /dev/serial/by-id stays the same after"
                    + " replugging.",
            example = "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0")
        Path port,
    @Option(doc = "Bits per second.", fallback = "9600", min = "300", max = "1000000") int baud,
    @Option(doc = "Data bits.", fallback = "8", min = "7", max = "8") int dataBits,
    @Option(doc = "Parity bit.", fallback = "none") Parity parity,
    @Option(doc = "Stop bits.", fallback = "1", min = "1", max = "2") int stopBits) {

  /// The parity bit of a character.
  public enum Parity {
    /// No parity bit.
    NONE,
    /// An even number of ones.
    EVEN,
    /// An odd number of ones.
    ODD
  }
}
