package vn.binhduong.gateway.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The handle through which one component tells its state; got from [HealthBoard#component].
///
/// Thread-safe. The changes of one component reach the listeners in the order in which they
/// happened.
public final class Component {
  private final HealthBoard board;
  private final String name;
  private HealthState state = HealthState.STARTING;
  private Instant since;
  private String message = "";
  private boolean quiet;
  private long polls;
  private long failures;
  private long missed;
  private long samples;
  private @Nullable Instant lastSuccess;

  Component(HealthBoard board, String name) {
    this.board = board;
    this.name = name;
    this.since = board.now();
  }

  /// Moves to a state. The same state again only replaces the message; listeners hear of changes of
  /// state alone.
  public synchronized void set(HealthState next, String why) {
    become(next, why, false);
  }

  /// Moves to STARTING, ready: nothing is wrong, and nothing will be heard of it for long.
  public synchronized void quiet(String why) {
    become(HealthState.STARTING, why, true);
  }

  private void become(HealthState next, String why, boolean ready) {
    message = why;
    quiet = ready;
    if (next == state) {
      return;
    }
    HealthState before = state;
    state = next;
    since = board.now();
    board.changed(new HealthChange(before, picture()));
  }

  /// Counts an attempt that succeeded.
  public synchronized void succeeded() {
    polls++;
    lastSuccess = board.now();
  }

  /// Counts an attempt that failed.
  public synchronized void failed() {
    polls++;
    failures++;
  }

  /// Counts scheduled attempts that were skipped.
  public synchronized void missed(long count) {
    missed += count;
  }

  /// Counts samples given on.
  public synchronized void sampled(long count) {
    samples += count;
  }

  /// What is known now.
  public synchronized ComponentHealth picture() {
    return new ComponentHealth(
        name, state, since, message, quiet, polls, failures, missed, samples, lastSuccess);
  }
}
