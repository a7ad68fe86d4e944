package vn.binhduong.gateway.driver.pi4j;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.GpioLink;

/// Inputs through the kernel's GPIO character device. The kernel notes the time of each change in
/// its interrupt and keeps them in order until they are asked for, so what the gateway is busy with
/// meanwhile moves no edge. No thread of its own: changes are fetched by the thread that waits for
/// them. Thread-safe.
final class KernelGpioLink implements GpioLink {
  /// After this time at most a wait sees that it is interrupted or the link closed.
  private static final Duration SLICE = Duration.ofMillis(50);

  private final String name;
  private final int inputs;
  private final InputLines lines;
  private final Debounce debounce;
  private final Queue<Edge> edges = new ArrayDeque<>();
  private final boolean[] doubted;
  private int lastNumber;
  private volatile boolean closed;

  /// Inputs that are listened to from now on.
  ///
  /// @param lines the link's own from here on, also when this throws
  KernelGpioLink(String name, int inputs, Duration debounce, InputLines lines)
      throws DriverException {
    this.name = name;
    this.inputs = inputs;
    this.lines = lines;
    this.doubted = new boolean[inputs];
    var active = new boolean[inputs];
    try {
      for (int i = 0; i < inputs; i++) {
        active[i] = lines.isActive(i);
      }
    } catch (DriverException e) {
      lines.close();
      throw e;
    }
    this.debounce = new Debounce(debounce.toNanos(), active);
  }

  @Override
  public int inputs() {
    return inputs;
  }

  @Override
  public synchronized boolean isActive(int input) throws DriverException {
    ensureOpen();
    return lines.isActive(input);
  }

  @Override
  public Optional<Edge> next(Duration timeout) throws DriverException, InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long leftNanos = deadlineNanos - System.nanoTime();
      Optional<Edge> edge = next(leftNanos);
      if (edge.isPresent() || leftNanos <= 0) {
        return edge;
      }
    }
  }

  private synchronized Optional<Edge> next(long leftNanos) throws DriverException {
    ensureOpen();
    if (edges.isEmpty()) {
      hear(Math.clamp(leftNanos, 0, SLICE.toNanos()));
    }
    return Optional.ofNullable(edges.poll());
  }

  /// Fetches changes once. A level has stood until now only if nothing was waiting since then: so
  /// the time is taken before the look that finds nothing.
  private void hear(long waitNanos) throws DriverException {
    long nowNanos = System.nanoTime();
    long settlesNanos = debounce.settlesInNanos(nowNanos).orElse(waitNanos);
    List<InputLines.Change> changes =
        lines.changes(Duration.ofNanos(Math.min(waitNanos, settlesNanos)));
    int lost = 0;
    for (InputLines.Change change : changes) {
      lost += change.number() - lastNumber - 1;
      lastNumber = change.number();
      edges.addAll(debounce.change(change.input(), change.active(), change.nanos()));
    }
    if (lost != 0) { // told once; what was kept still comes
      throw DriverException.unavailable(
          "%s: %d changes came faster than they could be kept; does a contact chatter?"
              .formatted(name, lost));
    }
    if (changes.isEmpty()) {
      edges.addAll(debounce.settle(nowNanos));
      lookForMissed();
    } else {
      Arrays.fill(doubted, false);
    }
  }

  /// Finds a change whose interrupt went missing, as of an expander: a level that is not the newest
  /// told one, at two looks with nothing told between them.
  private void lookForMissed() throws DriverException {
    for (int input = 0; input < inputs; input++) {
      boolean active = lines.isActive(input);
      boolean differs = active != debounce.level(input);
      if (differs && doubted[input]) {
        edges.addAll(debounce.change(input, active, System.nanoTime()));
      }
      doubted[input] = differs;
    }
  }

  private void ensureOpen() throws DriverException {
    if (closed) {
      throw DriverException.unavailable(name + ": closed");
    }
  }

  @Override
  public void close() {
    closed = true; // at once for the one who waits, who leaves the lines within a slice
    synchronized (this) {
      lines.close();
    }
  }
}
