package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.DriverException;

/// Reading a file of the kernel, and what its failures mean to the host.
class KernelFileTest {
  private static final Duration END_LIMIT = Duration.ofSeconds(1);
  private static final Duration BLOCK_TIME = Duration.ofMillis(100);

  @TempDir private Path directory;

  /// One character per byte: a garbled byte must show in the message, not become another.
  @Test
  void textHasOneCharacterPerByte() throws Exception {
    Path file = Files.write(directory.resolve("value"), new byte[] {'4', '2', '\n', (byte) 0xFF});
    assertThat(KernelFile.text(file)).isEqualTo("42\n\u00ff");
  }

  /// The bound keeps a wrong path (a log, a device node) from filling a small heap.
  @Test
  void pageIsReadAndMoreIsRefused() throws Exception {
    Path page = Files.writeString(directory.resolve("page"), "x".repeat(4096));
    Path more = Files.writeString(directory.resolve("more"), "x".repeat(4097));
    assertThat(KernelFile.text(page)).hasSize(4096);
    assertThatThrownBy(() -> KernelFile.text(more))
        .hasMessageEndingWith("more: expected at most 4096 bytes, found more")
        .satisfies(KernelFileTest::isProtocol);
  }

  /// Unplugged means try again soon, and the message says what to look at.
  @Test
  void missingFileIsUnavailable() {
    assertThatThrownBy(() -> KernelFile.text(directory.resolve("gone")))
        .hasMessageContaining("gone: expected a file of the kernel, found none; the device is gone")
        .satisfies(KernelFileTest::isUnavailable);
  }

  /// What the kernel answers to a read (EIO, ENODEV, here EISDIR) is a device that cannot be
  /// reached.
  @Test
  void failedReadIsUnavailable() {
    assertThatThrownBy(() -> KernelFile.text(directory))
        .hasMessageContaining(directory + ": expected a file of the kernel, found: ")
        .satisfies(KernelFileTest::isUnavailable);
  }

  /// The operator needs the name of the group, not an errno.
  @Test
  void missingPermissionNamesTheGroupToJoin() throws Exception {
    Path file = Files.createFile(directory.resolve("closed"));
    String group = Files.readAttributes(file, PosixFileAttributes.class).group().getName();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(KernelFile.failure(file, new AccessDeniedException(file.toString())))
        .hasMessageEndingWith(
            "closed: expected a file of the kernel, found no permission to read it; its group '%s'"
                    .formatted(group)
                + " may, so add the user of the gateway to it")
        .satisfies(KernelFileTest::isUnavailable);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(KernelFile.failure(file, new AccessDeniedException(file.toString())))
        .hasMessageEndingWith("neither may its group '%s', so a udev rule must allow it", group);
  }

  /// The host interrupts a call that is overdue: the blocked read ends, and its file is closed.
  @Test
  void interruptEndsABlockedRead() throws Exception {
    try (var tree = new Tree(directory.resolve("tree"))) {
      tree.hanging(List.of("value"));
      long before = openDescriptors();
      var outcome = new CompletableFuture<Throwable>();
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      KernelFile.text(tree.path("value"));
                    } catch (DriverException | InterruptedException thrown) {
                      outcome.complete(thrown);
                    }
                  });
      assertThat(reader.join(BLOCK_TIME)).as("ended by itself").isFalse();
      reader.interrupt();
      assertThat(outcome.get(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS))
          .isInstanceOf(InterruptedException.class);
      reader.join();
      assertThat(openDescriptors()).as("open files").isEqualTo(before);
    }
  }

  private static long openDescriptors() throws Exception {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  /// `hwmon10` must not come before `hwmon2`, or the order of channels depends on their number.
  @Test
  void entriesAreInTheOrderOfTheirNumbers() throws Exception {
    for (String name : List.of("in10_input", "in2_input", "name", "in0_input")) {
      Files.createFile(directory.resolve(name));
    }
    assertThat(KernelFile.entries(directory, name -> name.startsWith("in")))
        .extracting(KernelFile::nameOf)
        .containsExactly("in0_input", "in2_input", "in10_input");
    assertThat(KernelFile.entries(directory.resolve("none"), name -> true)).isEmpty();
  }

  /// A bound on everything, also on what a directory may hold.
  @Test
  void directoryWithTooManyEntriesIsRefused() throws Exception {
    for (int i = 0; i <= KernelFile.ENTRIES_MAX; i++) {
      Files.createFile(directory.resolve("x" + i));
    }
    assertThatThrownBy(() -> KernelFile.entries(directory, name -> false))
        .hasMessageContaining("expected at most 1024 entries, found more");
  }

  private static void isProtocol(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            DriverException.class,
            failed -> assertThat(failed.kind()).isEqualTo(DriverException.Kind.PROTOCOL));
  }

  private static void isUnavailable(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            DriverException.class,
            failed -> assertThat(failed.kind()).isEqualTo(DriverException.Kind.UNAVAILABLE));
  }
}
