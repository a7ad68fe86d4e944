package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.health.HealthState;

/// Looks after the heap, so that a driver that holds more and more memory ends in a bounded way.
///
/// Ladder: what is used looks too much; after a collection it still is; the device that took it, if
/// one can be named, is closed and held back, which is enough where its driver held the memory;
/// where that does not help, or nobody can be named, the process restarts itself.
///
/// Runs on the watch alone, but for [#exhausted].
final class HeapWatch {
  /// Part of the heap in use above which allocations are counted.
  static final double TIGHT = 0.50;

  /// Part of the heap in use after a collection that is too much.
  static final double FULL = 0.85;

  /// Part of the heap in use after a collection at which the process restarts itself although
  /// nobody can be named; before, it waits for somebody to stand out.
  static final double CRITICAL = 0.95;

  /// Shortest distance of two collections asked for, unless a call has failed for want of memory.
  static final long COLLECT_NANOS_MIN = Duration.ofSeconds(20).toNanos();

  /// How long closing a device may take to give the memory back.
  static final long RELIEF_NANOS = Duration.ofSeconds(3).toNanos();

  /// A device closed no longer ago than this is what a heap still full is laid to.
  static final long SUSPICION_NANOS = Duration.ofMinutes(1).toNanos();

  /// The heap of the process, or of a test.
  interface Heap {
    long usedBytes();

    long bytesMax();

    void collect();

    /// That of this process.
    Heap OWN =
        new Heap() {
          @Override
          public long usedBytes() {
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
          }

          @Override
          public long bytesMax() {
            return Runtime.getRuntime().maxMemory();
          }

          @Override
          public void collect() {
            System.gc();
          }
        };
  }

  private static final System.Logger LOG = System.getLogger(HeapWatch.class.getName());

  private final Heap heap;
  private final Allocations allocations;
  private final BiConsumer<String, String> holdBack;
  private final Consumer<Restart> escalate;
  private volatile boolean wanting;
  private boolean collected;
  private long collectedNanos;
  private @Nullable String closed;
  private long closedNanos;

  /// @param holdBack is given a device to close and hold back, and why
  HeapWatch(
      Heap heap,
      Allocations allocations,
      BiConsumer<String, String> holdBack,
      Consumer<Restart> escalate) {
    this.heap = heap;
    this.allocations = allocations;
    this.holdBack = holdBack;
    this.escalate = escalate;
  }

  /// Any thread: a call into a device failed for want of memory.
  void exhausted(String device) {
    allocations.exhausted(device);
    wanting = true;
  }

  /// To be called each second; throws nothing.
  void look(long nowNanos) {
    try {
      step(nowNanos);
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "looking after the heap failed", e);
    }
  }

  private void step(long nowNanos) {
    boolean asked = wanting;
    wanting = false;
    double share = share();
    if (share >= TIGHT) {
      allocations.begin();
    }
    boolean soon = collected && nowNanos - collectedNanos < COLLECT_NANOS_MIN;
    boolean relieved = closed != null && nowNanos - closedNanos >= RELIEF_NANOS;
    if (!asked && (share < FULL || (soon && !relieved))) {
      return;
    }
    heap.collect();
    collected = true;
    collectedNanos = nowNanos;
    share = share();
    if (share < TIGHT) {
      allocations.reset();
    }
    if (share >= FULL) {
      act(nowNanos, share, asked);
    }
  }

  private double share() {
    return (double) heap.usedBytes() / heap.bytesMax();
  }

  private void act(long nowNanos, double share, boolean asked) {
    int percent = (int) (100 * share);
    String before = closed;
    if (before != null && nowNanos - closedNanos < SUSPICION_NANOS) {
      if (nowNanos - closedNanos >= RELIEF_NANOS) {
        escalate.accept(
            new Restart(
                "%d %% of the heap in use, also after device %s was closed"
                    .formatted(percent, before),
                Set.of(before),
                HealthState.UNAVAILABLE));
      }
      return;
    }
    Optional<String> culprit = allocations.culprit(heap.bytesMax());
    if (culprit.isEmpty()) {
      if (share < CRITICAL && !asked) {
        return;
      }
      escalate.accept(
          new Restart(
              "%d %% of the heap in use; no device stands out".formatted(percent),
              Set.of(),
              HealthState.UNAVAILABLE));
      return;
    }
    closed = culprit.get();
    closedNanos = nowNanos;
    holdBack.accept(
        culprit.get(),
        "it took the memory: %d %% of the heap in use, most of it allocated by its driver"
            .formatted(percent));
  }
}
