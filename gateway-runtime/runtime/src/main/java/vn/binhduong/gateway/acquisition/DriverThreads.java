package vn.binhduong.gateway.acquisition;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The threads that the drivers of one link have started: those that live in the group of the
/// link's own thread, which a thread inherits from the one that starts it. Thread-safe.
final class DriverThreads {
  /// Most threads that one device may have at a time, or leave behind when it is closed.
  static final int DEVICE_MAX = 16;

  private final ThreadGroup group;
  private final Set<Thread> ours = ConcurrentHashMap.newKeySet();

  DriverThreads(String link) {
    this.group = new ThreadGroup(link);
  }

  /// A thread of the host, on which drivers are called.
  Thread host(String name, Runnable body) {
    Thread thread = Thread.ofPlatform().daemon().group(group).name(name).unstarted(body);
    ours.removeIf(other -> other.getState() == Thread.State.TERMINATED);
    ours.add(thread);
    return thread;
  }

  /// The threads of drivers that live now.
  Set<Thread> alive() {
    Thread[] found = new Thread[group.activeCount() + 8];
    int count = group.enumerate(found, true);
    if (count <= 1) {
      return Set.of();
    }
    Set<Thread> alive = new HashSet<>();
    for (int i = 0; i < count; i++) {
      if (!ours.contains(found[i])) {
        alive.add(found[i]);
      }
    }
    return alive;
  }
}
