package vn.binhduong.gateway.proof.sensors;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import vn.binhduong.gateway.clock.GatewayClock;

/// Notices when the machine itself stands still: a thread that wants to wake every 20 ms and wakes
/// much later. No gateway could have polled then.
public final class Pulse implements AutoCloseable {
  private static final long TICK_MILLIS = 20;
  private static final long PAUSE_NANOS = Duration.ofMillis(400).toNanos();

  private final List<Polls.Span> pauses = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("pulse").start(this::beat);

  private void beat() {
    long before = GatewayClock.bootTime().nanos();
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        long now = GatewayClock.bootTime().nanos();
        if (now - before > PAUSE_NANOS) {
          pauses.add(new Polls.Span(before, now));
        }
        before = now;
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /// When it stood still.
  public List<Polls.Span> pauses() {
    return List.copyOf(pauses);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
