package vn.binhduong.gateway.driver.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Counts what a process holds, before and after many cycles.
final class LeakWatch {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final long SETTLE_MILLIS = 2_000;
  private static final long LOOK_MILLIS = 20;

  private final Set<Thread> threads = live();
  private final int descriptors = descriptors();

  /// What is held more than at construction, once it has settled; empty when it is at most
  /// `allowed` threads and `allowed` descriptors.
  List<String> growth(int allowed) throws InterruptedException {
    long giveUp = System.nanoTime() + SETTLE_MILLIS * 1_000_000;
    while (true) {
      Set<Thread> now = live();
      int moreThreads = now.size() - threads.size();
      int moreDescriptors = descriptors() - descriptors;
      if (moreThreads <= allowed && moreDescriptors <= allowed) {
        return List.of();
      }
      if (System.nanoTime() > giveUp) {
        return List.of(
            "%d more threads: %s"
                .formatted(
                    moreThreads,
                    now.stream()
                        .filter(thread -> !threads.contains(thread))
                        .map(Thread::getName)
                        .distinct()
                        .limit(5)
                        .toList()),
            "%d more file descriptors".formatted(moreDescriptors));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private static Set<Thread> live() {
    return Thread.getAllStackTraces().keySet().stream().collect(Collectors.toSet());
  }

  /// Open file descriptors; 0 where the system does not tell.
  private static int descriptors() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> open = Files.list(DESCRIPTORS)) {
      return (int) open.count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
