package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.GpioLink;

/// Inputs of a board in the process, moved by the test. Thread-safe; opened any number of times.
public final class FakeGpio implements LinkSource {
  private final boolean[] active;
  private final Queue<GpioLink.Edge> edges = new ArrayDeque<>();
  private boolean gone;

  /// Inputs that are not active.
  public FakeGpio(int inputs) {
    active = new boolean[inputs];
  }

  /// An input changes.
  ///
  /// @param nanos when, on a clock that only runs forward
  public synchronized void change(int input, boolean becomesActive, long nanos) {
    active[input] = becomesActive;
    edges.add(new GpioLink.Edge(input, becomesActive, nanos));
    notifyAll();
  }

  /// The chip is there, or not any more.
  public synchronized void setGone(boolean gone) {
    this.gone = gone;
    notifyAll();
  }

  @Override
  public GpioLink open() throws DriverException {
    synchronized (this) {
      if (gone) {
        throw chipGone();
      }
      edges.clear();
    }
    return new Opened();
  }

  private static DriverException chipGone() {
    return DriverException.unavailable("the chip is gone");
  }

  /// One opening of the inputs.
  private final class Opened implements GpioLink {
    private boolean closed;

    @Override
    public int inputs() {
      return active.length;
    }

    @Override
    public boolean isActive(int input) throws DriverException {
      synchronized (FakeGpio.this) {
        ensureThere();
        return Arrays.copyOf(active, active.length)[input];
      }
    }

    @Override
    public Optional<Edge> next(Duration timeout) throws DriverException, InterruptedException {
      long giveUp = System.nanoTime() + timeout.toNanos();
      synchronized (FakeGpio.this) {
        while (true) {
          ensureThere();
          long leftMillis = (giveUp - System.nanoTime()) / 1_000_000;
          if (!edges.isEmpty() || leftMillis <= 0) {
            return Optional.ofNullable(edges.poll());
          }
          FakeGpio.this.wait(leftMillis);
        }
      }
    }

    private void ensureThere() throws DriverException {
      if (gone || closed) {
        throw chipGone();
      }
    }

    @Override
    public void close() {
      synchronized (FakeGpio.this) {
        closed = true;
        FakeGpio.this.notifyAll();
      }
    }
  }
}
