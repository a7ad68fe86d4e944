package vn.binhduong.gateway.acquisition;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the calls into each device have allocated since the heap became tight, so that a device
/// that takes the memory can be named. Thread-safe; counts nothing before [#begin].
///
/// It sees what is allocated on the thread of the link. Memory that a driver takes on threads of
/// its own or outside the heap is not laid to it.
final class Allocations {
  /// A device is named when it allocated at least one part in this many of the whole heap,
  static final int HEAP_PART = 16;

  /// and so many times as much as any other.
  static final int LEAD = 4;

  private final Map<String, Long> bytes = new HashMap<>();
  private volatile com.sun.management.@Nullable ThreadMXBean meter;
  private @Nullable String exhausted;
  private boolean severalExhausted;

  /// Counts from now on. Costs some milliseconds the first time.
  void begin() {
    if (meter == null
        && ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean able
        && able.isThreadAllocatedMemorySupported()) {
      able.setThreadAllocatedMemoryEnabled(true);
      meter = able;
    }
  }

  /// Forgets everything: the heap is not tight any more.
  synchronized void reset() {
    bytes.clear();
    exhausted = null;
    severalExhausted = false;
  }

  /// Bytes allocated by the calling thread ever, -1 while nothing is counted.
  long ofThisThread() {
    var open = meter;
    return open == null ? -1 : open.getCurrentThreadAllocatedBytes();
  }

  /// A call into a device has ended.
  ///
  /// @param before [#ofThisThread] when it began
  void count(String device, long before) {
    if (before >= 0) {
      add(device, ofThisThread() - before);
    }
  }

  synchronized void add(String device, long allocated) {
    bytes.merge(device, allocated, Long::sum);
  }

  /// A call into a device failed for want of memory.
  synchronized void exhausted(String device) {
    severalExhausted |= exhausted != null && !exhausted.equals(device);
    exhausted = device;
  }

  /// The device that has taken the memory, if one stands out.
  ///
  /// @param heapBytes size of the whole heap
  synchronized Optional<String> culprit(long heapBytes) {
    String most = null;
    long first = 0;
    long second = 0;
    for (Map.Entry<String, Long> entry : bytes.entrySet()) {
      if (entry.getValue() > first) {
        second = first;
        first = entry.getValue();
        most = entry.getKey();
      } else {
        second = Math.max(second, entry.getValue());
      }
    }
    if (most != null && first >= heapBytes / HEAP_PART && first / LEAD >= second) {
      return Optional.of(most);
    }
    return severalExhausted ? Optional.empty() : Optional.ofNullable(exhausted);
  }
}
