package vn.binhduong.gateway.driver.mqtt;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;

/// Messages between the client's thread, which puts them in and never waits, and the device's,
/// which takes them out. Thread-safe.
///
/// Invariants: at most [#MESSAGES_MAX] messages and [#BYTES_MAX] bytes wait; what does not fit is
/// lost and counted; once it has ended nothing is put in any more, and once it is closed nothing is
/// given out.
final class Inbox {
  /// Most messages that wait.
  static final int MESSAGES_MAX = 256;

  /// Most bytes of payload that wait.
  static final int BYTES_MAX = 1 << 20;

  private record End(DriverException.Kind kind, String why) {}

  private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
  private int bytes;
  private long lost;
  private @Nullable End end;

  /// Puts a message in, or loses it.
  synchronized void put(Arrival arrival) {
    if (end != null) {
      return;
    }
    if (waiting.size() >= MESSAGES_MAX || bytes + arrival.held() > BYTES_MAX) {
      lost++;
      return;
    }
    waiting.add(arrival);
    bytes += arrival.held();
    notifyAll();
  }

  /// Nothing more will come, for this reason. What waits is given out before. The first reason
  /// counts.
  synchronized void end(DriverException.Kind kind, String why) {
    if (end == null) {
      end = new End(kind, why);
      notifyAll();
    }
  }

  /// Throws away what waits and gives nothing out any more.
  synchronized void close() {
    end = new End(DriverException.Kind.UNAVAILABLE, "closed");
    clear();
    notifyAll();
  }

  /// Throws away what waits.
  synchronized void clear() {
    waiting.clear();
    bytes = 0;
  }

  /// The next message; waits for it.
  ///
  /// @throws DriverException when nothing more will come
  synchronized Arrival take() throws DriverException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    while (waiting.isEmpty()) {
      if (end != null) {
        throw new DriverException(end.kind(), end.why());
      }
      wait();
    }
    Arrival arrival = waiting.remove();
    bytes -= arrival.held();
    return arrival;
  }

  /// How many did not fit since this was asked last.
  synchronized long takeLost() {
    long taken = lost;
    lost = 0;
    return taken;
  }
}
