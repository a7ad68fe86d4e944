package vn.binhduong.gateway.driver.modbus;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.SerialLink;

/// Modbus RTU on a serial line, one request at a time, on the thread that calls.
///
/// Answers carry no number. So that a late one is never taken for another: what was received before
/// a request is thrown away; an answer counts only when unit, function, length and CRC fit; and
/// where a unit still owes an answer that would fit a different request too, that request waits
/// until the answer came or is overdue by another timeout. A repetition of the same request need
/// not wait: the late answer is its answer as well.
final class ModbusRtuLink implements ModbusLink {
  /// Most bytes kept while waiting for an answer: the longest answer, and as much noise before it.
  private static final int RECEIVED_MAX = 2 * RtuFrame.BYTES_MAX;

  /// Silence after which a damaged answer is given up.
  private static final Duration SILENCE = Duration.ofMillis(100);

  private final String name;
  private final Line line;
  private final Quiet quiet;
  private final Map<Integer, Owed> owedBy = new HashMap<>();
  private volatile boolean closed;
  private volatile @Nullable SerialLink port;

  /// Opens the port.
  @FunctionalInterface
  interface Line {
    SerialLink open() throws DriverException, InterruptedException;
  }

  /// An answer that may still come.
  private record Owed(ReadRequest request, long untilNanos) {}

  ModbusRtuLink(String name, Duration silence, Line line) {
    this.name = name;
    this.line = line;
    this.quiet = new Quiet(silence);
  }

  @Override
  public ModbusAnswer read(ReadRequest request, Duration timeout)
      throws DriverException, InterruptedException {
    if (request.unitId() == 0) {
      throw DriverException.misconfigured(
          this + ": unit 0 is for broadcasts on a serial line, nobody answers; expected 1 to 255");
    }
    quiet.await();
    SerialLink open = openLine();
    var exchange = new Exchange(open, request, timeout);
    try {
      exchange.run();
    } catch (DriverException e) {
      if (e.kind() == DriverException.Kind.UNAVAILABLE) {
        // The port, not the unit: the next call opens it again.
        port = null;
        open.close();
        throw new DriverException(e.kind(), this + ": " + e.getMessage(), e);
      }
      throw e;
    } finally {
      quiet.begins();
    }
    if (exchange.answer == null) {
      throw RtuFrame.verdict(request, exchange.received, timeout.toMillis());
    }
    return exchange.answer;
  }

  /// The open port; opens it where it is not.
  SerialLink openLine() throws DriverException, InterruptedException {
    SerialLink open = port;
    if (open == null) {
      if (closed) {
        throw DriverException.unavailable(this + ": closed");
      }
      open = line.open();
      port = open;
      if (closed) {
        open.close();
        throw DriverException.unavailable(this + ": closed");
      }
    }
    return open;
  }

  @Override
  public void close() {
    closed = true;
    SerialLink open = port;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public String toString() {
    return "modbus-rtu " + name;
  }

  /// One request and what came after it.
  private final class Exchange {
    private final SerialLink open;
    private final ReadRequest request;
    private final Duration timeout;
    private final byte[] buffer = new byte[RtuFrame.BYTES_MAX];
    private byte[] received = new byte[0];
    private @Nullable ModbusAnswer answer;

    Exchange(SerialLink open, ReadRequest request, Duration timeout) {
      this.open = open;
      this.request = request;
      this.timeout = timeout;
    }

    /// @throws DriverException UNAVAILABLE only when the port is gone
    void run() throws DriverException, InterruptedException {
      boolean owed = settle();
      open.discardInput();
      // From here to the answer the unit owes one, whatever ends the wait.
      owe(request, timeout);
      open.write(RtuFrame.encode(request));
      receive(request, System.nanoTime() + timeout.toNanos());
      if ((answer != null && !owed) || RtuFrame.damaged(request, received)) {
        owedBy.remove(request.unitId());
      } else {
        owe(request, timeout);
      }
    }

    /// Waits for an answer that the unit still owes and that could be mistaken for the answer to
    /// this request; says whether one may still come.
    private boolean settle() throws DriverException, InterruptedException {
      Owed owed = owedBy.get(request.unitId());
      if (owed == null || owed.untilNanos() - System.nanoTime() <= 0) {
        owedBy.remove(request.unitId());
        return false;
      }
      if (owed.request().equals(request) || !request.answeredAlike(owed.request())) {
        return true;
      }
      receive(owed.request(), owed.untilNanos());
      answer = null;
      received = new byte[0];
      owedBy.remove(request.unitId());
      return false;
    }

    /// Collects bytes until they hold the answer to `wanted`, or a damaged one and silence, or the
    /// time is over.
    private void receive(ReadRequest wanted, long deadlineNanos)
        throws DriverException, InterruptedException {
      while (answer == null) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return;
        }
        boolean damaged = RtuFrame.damaged(wanted, received);
        int count =
            open.read(buffer, Duration.ofNanos(damaged ? Math.min(left, SILENCE.toNanos()) : left));
        if (count == 0 && damaged) {
          return;
        }
        keep(count);
        answer = RtuFrame.find(wanted, received);
      }
    }

    private void keep(int count) {
      int kept = Math.min(received.length, RECEIVED_MAX - count);
      byte[] joined = Arrays.copyOfRange(received, received.length - kept, received.length + count);
      System.arraycopy(buffer, 0, joined, kept, count);
      received = joined;
    }

    private void owe(ReadRequest request, Duration timeout) {
      owedBy.put(request.unitId(), new Owed(request, System.nanoTime() + 2 * timeout.toNanos()));
    }
  }
}
