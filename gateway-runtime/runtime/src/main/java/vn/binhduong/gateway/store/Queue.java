package vn.binhduong.gateway.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;

/// What waits to be committed, bounded in bytes. Many threads offer, the store thread takes.
///
/// A commit is due when the oldest entry has waited for the commit interval, at once for an event,
/// when half of the bytes are used, or when the queue is closing. Bytes that were taken stay
/// counted until [#settled()], so that a commit that cannot be done holds new entries back. What is
/// taken has [DistinctTimes].
final class Queue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final long bytesMax;
  private final long intervalNanos;
  private final Map<String, Long> refused = new HashMap<>();
  private final DistinctTimes times = new DistinctTimes();
  private List<Entry> waiting = new ArrayList<>();
  private long waitingBytes;
  private long takenBytes;
  private long dueNanos;
  private long takenDueNanos;
  private long longestNanos;
  private boolean closing;

  Queue(long bytesMax, Duration interval) {
    this.bytesMax = bytesMax;
    this.intervalNanos = interval.toNanos();
  }

  /// False, and counted, when there is no room or the queue is closing.
  boolean offer(Entry entry) {
    long size = memoryOf(entry);
    lock.lock();
    try {
      if (closing || waitingBytes + takenBytes + size > bytesMax) {
        refused.merge(entry.device(), 1L, Long::sum);
        return false;
      }
      put(entry, size);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Adds the store's own events, which are few and never refused.
  void force(Entry entry) {
    lock.lock();
    try {
      put(entry, memoryOf(entry));
    } finally {
      lock.unlock();
    }
  }

  private void put(Entry entry, long size) {
    boolean wake = waiting.isEmpty();
    long now = System.nanoTime();
    if (wake) {
      dueNanos = now + intervalNanos;
    }
    waiting.add(times.distinct(entry));
    waitingBytes += size;
    if (entry instanceof Event || waitingBytes > bytesMax / 2) {
      dueBy(now);
      wake = true;
    }
    if (wake) {
      changed.signalAll();
    }
  }

  private void dueBy(long nanos) {
    if (nanos - dueNanos < 0) {
      dueNanos = nanos;
    }
  }

  /// Waits until a commit is due, at most for `patience`; empty when none is.
  List<Entry> take(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (true) {
        long now = System.nanoTime();
        long wait = deadline - now;
        if (!waiting.isEmpty()) {
          long due = dueNanos - now;
          if (closing || due <= 0) {
            List<Entry> fresh = new ArrayList<>(); // first: memory may be short
            List<Entry> taken = waiting;
            waiting = fresh;
            takenBytes += waitingBytes;
            waitingBytes = 0;
            takenDueNanos = closing && due > 0 ? now : dueNanos;
            return taken;
          }
          wait = Math.min(wait, due);
        }
        if (closing || wait <= 0) {
          return List.of();
        }
        changed.awaitNanos(wait);
      }
    } finally {
      lock.unlock();
    }
  }

  /// What was taken is committed.
  void settled() {
    lock.lock();
    try {
      longestNanos = longestNanos();
      takenBytes = 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for `pause`, or until the queue is closing.
  void pause(Duration pause) throws InterruptedException {
    long deadline = System.nanoTime() + pause.toNanos();
    lock.lock();
    try {
      while (!closing) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// What waits is due now.
  void hurry() {
    lock.lock();
    try {
      dueBy(System.nanoTime());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// From now on nothing is accepted and everything waiting is due.
  void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean closing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  long bytes() {
    lock.lock();
    try {
      return waitingBytes + takenBytes;
    } finally {
      lock.unlock();
    }
  }

  /// The longest time from when a commit was due until it was durable, whatever held it up; the one
  /// that is due now included. No entry waits longer than this and the interval.
  long longestNanos() {
    lock.lock();
    try {
      long now = System.nanoTime();
      long longest = longestNanos;
      if (takenBytes > 0) {
        longest = Math.max(longest, now - takenDueNanos);
      }
      return waiting.isEmpty() ? longest : Math.max(longest, now - dueNanos);
    } finally {
      lock.unlock();
    }
  }

  /// How many entries were refused and not yet taken by [#takeRefused()].
  long refused() {
    lock.lock();
    try {
      return refused.values().stream().mapToLong(Long::longValue).sum();
    } finally {
      lock.unlock();
    }
  }

  /// Entries refused per device since this was asked last.
  Map<String, Long> takeRefused() {
    lock.lock();
    try {
      Map<String, Long> taken = Map.copyOf(refused);
      refused.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// About what an entry takes on the heap.
  private static long memoryOf(Entry entry) {
    return switch (entry) {
      case Sample sample -> 96 + 40L * sample.readings().size();
      case Event event -> 96 + 2L * event.json().length();
    };
  }
}
