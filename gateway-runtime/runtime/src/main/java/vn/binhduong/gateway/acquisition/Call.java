package vn.binhduong.gateway.acquisition;

import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Driver;

/// One call into foreign code, made on the thread of a link and watched from another.
///
///     RUNNING -> ENDED
///     RUNNING -> OVERDUE  -> ENDED       its deadline passed; interrupted, link closed
///     RUNNING -> RECALLED -> ENDED       the host wants the thread back; interrupted
///     OVERDUE, RECALLED -> ABANDONED -> ENDED     did not end within the grace; thread replaced
///
/// The interrupt is given under the same lock that ends the call, so it never reaches the code after
/// it.
final class Call {
  enum State {
    RUNNING,
    OVERDUE,
    RECALLED,
    ABANDONED,
    ENDED
  }

  private final Thread thread = Thread.currentThread();
  private final String what;
  private final @Nullable DeviceSlot slot;
  private final long startedNanos;
  private final boolean speaking;
  private final @Nullable AutoCloseable lever;
  private @Nullable Driver leftover;
  private volatile long deadlineNanos;
  private volatile State state = State.RUNNING;

  /// @param what what is done, for messages: `open`, `poll`, `run`, `close`
  /// @param slot the device it is done to, null for the link itself
  /// @param deadlineNanos monotonic time
  /// @param speaking whether the deadline moves with each sample
  /// @param lever what ends the call when it is closed from outside, null when nothing does
  Call(
      String what,
      @Nullable DeviceSlot slot,
      long startedNanos,
      long deadlineNanos,
      boolean speaking,
      @Nullable AutoCloseable lever) {
    this.what = what;
    this.slot = slot;
    this.startedNanos = startedNanos;
    this.deadlineNanos = deadlineNanos;
    this.speaking = speaking;
    this.lever = lever;
  }

  String what() {
    return what;
  }

  @Nullable DeviceSlot slot() {
    return slot;
  }

  long startedNanos() {
    return startedNanos;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  boolean speaking() {
    return speaking;
  }

  @Nullable AutoCloseable lever() {
    return lever;
  }

  boolean running() {
    return state == State.RUNNING;
  }

  /// Whether the calling thread is the one that makes this call.
  boolean mine() {
    return Thread.currentThread() == thread;
  }

  void extend(long nanos) {
    deadlineNanos = nanos;
  }

  /// Ends the call, on its own thread, and tells in which state it was.
  synchronized State end() {
    State last = state;
    state = State.ENDED;
    Thread.interrupted();
    return last;
  }

  /// Moves a running call to OVERDUE or RECALLED and interrupts it; false when it is not running.
  synchronized boolean interrupt(State next) {
    if (state != State.RUNNING) {
      return false;
    }
    state = next;
    thread.interrupt();
    return true;
  }

  /// Whether the call was interrupted and still has not ended.
  synchronized boolean lingers() {
    return state == State.OVERDUE || state == State.RECALLED;
  }

  /// Gives the thread up, leaving it a driver to close when it comes back; false when the call has
  /// ended meanwhile.
  synchronized boolean abandon(@Nullable Driver driver) {
    if (!lingers()) {
      return false;
    }
    leftover = driver;
    state = State.ABANDONED;
    return true;
  }

  /// What an abandoned call has to close.
  synchronized @Nullable Driver leftover() {
    return leftover;
  }
}
