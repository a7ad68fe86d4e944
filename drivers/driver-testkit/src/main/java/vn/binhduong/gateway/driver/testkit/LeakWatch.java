package vn.binhduong.gateway.driver.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Counts what a process holds, before and after many cycles: threads of the system, virtual
/// threads, file descriptors.
///
/// Virtual threads are on no list of the JVM but the one that it writes for a thread dump, each as
/// `#12 "name" virtual ...`.
final class LeakWatch {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Pattern VIRTUAL = Pattern.compile("#\\d+ \"[^\"]*\" virtual\\b.*");
  private static final long SETTLE_MILLIS = 2_000;
  private static final long LOOK_MILLIS = 20;

  private final Set<Thread> threads = live();
  private final long virtualThreads = virtualThreads();
  private final int descriptors = descriptors();

  /// What is held more than at construction, once it has settled; empty when it is at most
  /// `allowed` of each kind.
  List<String> growth(int allowed) throws InterruptedException {
    long giveUp = System.nanoTime() + SETTLE_MILLIS * 1_000_000;
    while (true) {
      Set<Thread> now = live();
      int moreThreads = now.size() - threads.size();
      long moreVirtual = virtualThreads() - virtualThreads;
      int moreDescriptors = descriptors() - descriptors;
      if (moreThreads <= allowed && moreVirtual <= allowed && moreDescriptors <= allowed) {
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
            "%d more virtual threads".formatted(moreVirtual),
            "%d more file descriptors".formatted(moreDescriptors));
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /// All but those that carry virtual threads, whose number the JVM chooses.
  private static Set<Thread> live() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getClass().getSimpleName().equals("CarrierThread"))
        .collect(Collectors.toSet());
  }

  private static long virtualThreads() {
    try {
      Path directory = Files.createTempDirectory("threads");
      Path dump = directory.resolve("dump");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
        try (Stream<String> lines = Files.lines(dump)) {
          return lines.filter(line -> VIRTUAL.matcher(line).matches()).count();
        }
      } finally {
        Files.deleteIfExists(dump);
        Files.delete(directory);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
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
