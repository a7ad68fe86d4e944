package vn.binhduong.gateway.driver.modbus;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;

/// Modbus over TCP, one request at a time, on the thread that calls.
///
/// Invariants: at most one connection; each request has a transaction id of its own, so an answer
/// that comes late is known and thrown away; after [#SILENT_MAX] requests in a row without an
/// answer, or a part of one, the connection is taken for dead and made anew.
final class ModbusTcpLink implements ModbusLink {
  /// Requests in a row without an answer until the connection is given up.
  static final int SILENT_MAX = 3;

  private final ModbusTcpSettings settings;
  private final String name;
  private final Quiet quiet;
  private final TcpConnection connection;
  private int transaction;
  private int silent;

  ModbusTcpLink(ModbusTcpSettings settings, String name) throws DriverException {
    this.settings = settings;
    this.name = name;
    this.quiet = new Quiet(settings.gap());
    try {
      this.connection = new TcpConnection(settings.host(), settings.port());
    } catch (IOException e) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE, this + ": cannot open a socket: " + e.getMessage(), e);
    }
  }

  @Override
  public ModbusAnswer read(ReadRequest request, Duration timeout)
      throws DriverException, InterruptedException {
    quiet.await();
    try {
      boolean fresh = connect();
      try {
        return exchange(request, timeout);
      } catch (ConnectionLost lost) {
        if (fresh) {
          throw lost;
        }
        // The peer had closed an idle connection: reading is safe to repeat, once, on a new one.
        connect();
        return exchange(request, timeout);
      }
    } catch (ConnectionLost lost) {
      throw unavailable("%s: connection lost: %s".formatted(request, lost.getMessage()), lost);
    } catch (ClosedSelectorException | CancelledKeyException e) {
      // Closed from another thread, in the middle of a call.
      throw unavailable("closed", e);
    } finally {
      quiet.begins();
    }
  }

  /// Connects where there is no connection; says whether it was made now.
  private boolean connect() throws DriverException, InterruptedException {
    if (connection.usable()) {
      return false;
    }
    try {
      connection.connect(settings.connectTimeout());
    } catch (IOException e) {
      throw unavailable("cannot connect: " + reason(e), e);
    }
    silent = 0;
    return true;
  }

  private ModbusAnswer exchange(ReadRequest request, Duration timeout)
      throws ConnectionLost, DriverException, InterruptedException {
    transaction = (transaction + 1) & 0xFFFF;
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      connection.write(TcpFrame.encode(transaction, request), deadline);
      while (true) {
        TcpFrame frame = connection.read(deadline);
        if (frame == null || System.nanoTime() > deadline) {
          // The second: a peer that floods us with answers to other requests.
          // A frame that began and did not end would swallow the beginning of the next answer.
          if (++silent >= SILENT_MAX || connection.midFrame()) {
            connection.disconnect();
          }
          throw unavailable(
              "%s: no answer within %d ms".formatted(request, timeout.toMillis()), null);
        }
        if (frame.transaction() == transaction) {
          silent = 0;
          if (frame.unitId() != request.unitId()) {
            throw Pdu.broken(request, "an answer of unit " + frame.unitId(), frame.pdu());
          }
          return Pdu.decode(request, frame.pdu());
        }
      }
    } catch (TcpFrame.Garbage e) {
      connection.disconnect();
      throw DriverException.protocol("%s: %s".formatted(request, e.getMessage()));
    } catch (IOException e) {
      connection.disconnect();
      throw new ConnectionLost(reason(e), e);
    }
  }

  @Override
  public void close() {
    connection.close();
  }

  @Override
  public String toString() {
    return "modbus-tcp %s (%s:%d)".formatted(name, settings.host(), settings.port());
  }

  private DriverException unavailable(String what, @Nullable Throwable cause) {
    String message = this + ": " + (connection.closed() ? "closed" : what);
    return cause == null
        ? DriverException.unavailable(message)
        : new DriverException(DriverException.Kind.UNAVAILABLE, message, cause);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /// The connection broke before the answer came.
  private static final class ConnectionLost extends Exception {
    private static final long serialVersionUID = 1L;

    ConnectionLost(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
