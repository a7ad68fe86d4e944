package vn.binhduong.gateway.driver.modbus;

import java.time.Duration;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;

/// A Modbus bus: an RS-485 line (`modbus-rtu`) or a TCP peer with one or more units behind it
/// (`modbus-tcp`).
///
/// Owned by one thread, which alone calls [#read]. [#close()] may come from any thread and ends a
/// blocked read within one second. A lost connection or an unplugged adapter is had again by the
/// next read; only a closed link stays closed.
public interface ModbusLink extends Link {
  /// Sends one request and waits for its answer. An answer to an earlier request is never taken for
  /// it.
  ///
  /// Waits first until the bus has been silent for the gap of the link. Lasts at most `timeout`
  /// plus that gap, plus the connect timeout of the link where it must connect; on a serial line,
  /// where answers have no number, plus one more `timeout` where the unit still owes an answer that
  /// looks the same. An interrupt ends it within 200 ms.
  ///
  /// @param request what to read
  /// @param timeout how long to wait for the answer once the request is sent, more than zero
  /// @return the values, or the refusal of the unit
  /// @throws DriverException UNAVAILABLE when there is no answer or no connection, PROTOCOL when
  ///   what came is not an answer to the request (wrong CRC, unit, function or length)
  /// @throws InterruptedException when the thread is interrupted; what comes late is thrown away
  ModbusAnswer read(ReadRequest request, Duration timeout)
      throws DriverException, InterruptedException;
}
