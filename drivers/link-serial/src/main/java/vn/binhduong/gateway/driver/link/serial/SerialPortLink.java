package vn.binhduong.gateway.driver.link.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.nio.file.Files;
import java.time.Duration;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.SerialLink;

/// A serial port through jSerialComm, without its listener threads.
///
/// A native read cannot be interrupted, so each one lasts at most [#SLICE_MILLIS]; interrupts and
/// [#close()] are seen between two of them.
public final class SerialPortLink implements SerialLink {
  /// Longest single native read; the resolution of a terminal's own timer.
  private static final int SLICE_MILLIS = 100;

  private static final int DISCARDED_AT_ONCE = 4096;

  /// Who sends faster than this can be read away is not discarded for ever.
  private static final int DISCARDS_MAX = 16;

  private final SerialPort port;
  private final String path;
  private volatile boolean closed;

  private SerialPortLink(SerialPort port, String path) {
    this.port = port;
    this.path = path;
  }

  /// Opens the port for one user alone.
  ///
  /// @throws DriverException UNAVAILABLE when there is no such port or it cannot be had
  public static SerialPortLink open(SerialSettings settings) throws DriverException {
    String path = settings.port().toString();
    if (!Files.exists(settings.port())) {
      throw DriverException.unavailable("no port " + path);
    }
    SerialPort port;
    try {
      port = SerialPort.getCommPort(path);
    } catch (SerialPortInvalidPortException e) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE, "no serial port " + path + ": " + e.getMessage(), e);
    }
    port.setComPortParameters(
        settings.baud(),
        settings.dataBits(),
        settings.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT,
        switch (settings.parity()) {
          case NONE -> SerialPort.NO_PARITY;
          case EVEN -> SerialPort.EVEN_PARITY;
          case ODD -> SerialPort.ODD_PARITY;
        });
    port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, SLICE_MILLIS, 0);
    if (!port.openPort()) {
      int code = port.getLastErrorCode();
      throw DriverException.unavailable(
          "cannot open port %s: error %d%s".formatted(path, code, words(code)));
    }
    return new SerialPortLink(port, path);
  }

  @Override
  public int read(byte[] buffer, Duration timeout) throws DriverException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    do {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int available = port.bytesAvailable();
      if (closed || available < 0) {
        throw gone();
      }
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (available == 0 && leftMillis < SLICE_MILLIS) {
        // Less than the terminal's timer can count.
        Thread.sleep(Math.clamp(leftMillis, 1, 2));
        continue;
      }
      int count = port.readBytes(buffer, buffer.length);
      if (count < 0) {
        throw gone();
      }
      if (count > 0) {
        return count;
      }
    } while (System.nanoTime() < deadline);
    return 0;
  }

  @Override
  public void write(byte[] bytes) throws DriverException {
    int written = closed ? -1 : port.writeBytes(bytes, bytes.length);
    if (written < 0) {
      throw gone();
    }
    if (written != bytes.length) {
      throw DriverException.unavailable(
          "port %s took %d of %d bytes".formatted(path, written, bytes.length));
    }
  }

  /// Reads it away. The flush of the library would also throw away what was written and is not yet
  /// on the line: at 9600 baud the command before this call.
  @Override
  public void discardInput() throws DriverException {
    byte[] away = new byte[DISCARDED_AT_ONCE];
    for (int i = 0; i < DISCARDS_MAX; i++) {
      int waiting = closed ? -1 : port.bytesAvailable();
      if (waiting == 0) {
        return;
      }
      if (waiting < 0 || port.readBytes(away, Math.min(waiting, away.length)) < 0) {
        throw gone();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    port.closePort();
  }

  private DriverException gone() {
    return DriverException.unavailable(
        "port %s is %s".formatted(path, closed ? "closed" : "gone (unplugged?)"));
  }

  /// The usual error numbers of Linux, in words.
  private static String words(int code) {
    return switch (code) {
      case 2 -> " (no such device)";
      case 5 -> " (input/output error)";
      case 13 -> " (permission denied: is the user in group dialout?)";
      case 11, 16 -> " (in use by another program)";
      default -> "";
    };
  }
}
