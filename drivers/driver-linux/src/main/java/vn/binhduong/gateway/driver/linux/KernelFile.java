package vn.binhduong.gateway.driver.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import vn.binhduong.gateway.driver.DriverException;

/// Reads the small text files with which the kernel speaks.
///
/// A read may block in the kernel for as long as the hardware takes: 750 ms for a 1-Wire
/// conversion, seconds for an I2C transfer that times out. Reads go through a [FileChannel],
/// because that is the one way of the JDK in which an interrupt ends a blocked read: it closes the
/// channel and sends a signal to the thread, and the system call returns. Opening such a file never
/// blocks. A read in uninterruptible sleep ends only when the kernel lets it; [KernelCall] keeps
/// that away from the host.
final class KernelFile {
  /// Most bytes read from one file; an attribute of sysfs is at most a page of 4 KiB
  /// (Documentation/filesystems/sysfs.rst), `/proc/meminfo` about 1.5 KiB.
  static final int TEXT_BYTES_MAX = 4096;

  /// Most entries taken from one directory.
  static final int ENTRIES_MAX = 1024;

  private KernelFile() {}

  /// The whole text of a file, one character per byte.
  ///
  /// @throws DriverException UNAVAILABLE when it is not there, may not be read, or the kernel
  ///   reports an error (the device was unplugged, did not answer); PROTOCOL when it is longer than
  ///   [#TEXT_BYTES_MAX]
  /// @throws InterruptedException when interrupted before or while reading
  static String text(Path file) throws DriverException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocate(TEXT_BYTES_MAX + 1);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (bytes.hasRemaining() && channel.read(bytes) > 0) {
        // the kernel may hand out a text in parts
      }
    } catch (ClosedByInterruptException stop) {
      Thread.interrupted();
      throw new InterruptedException("read of " + file);
    } catch (IOException failed) {
      throw failure(file, failed);
    }
    if (!bytes.hasRemaining()) {
      throw DriverException.protocol(
          "%s: expected at most %d bytes, found more".formatted(file, TEXT_BYTES_MAX));
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
  }

  /// The text of a file that need not exist, without white space around it.
  static Optional<String> word(Path file) throws InterruptedException {
    try {
      return Optional.of(text(file).strip());
    } catch (DriverException none) {
      return Optional.empty();
    }
  }

  /// What is in a directory, those with a wanted name, `x2` before `x10`; nothing where there is no
  /// such directory.
  ///
  /// @throws DriverException UNAVAILABLE when it may not be read, PROTOCOL when it has more than
  ///   [#ENTRIES_MAX] entries
  static List<Path> entries(Path directory, Predicate<String> wanted) throws DriverException {
    List<Path> found = new ArrayList<>();
    int seen = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path entry : all) {
        if (++seen > ENTRIES_MAX) {
          throw DriverException.protocol(
              "%s: expected at most %d entries, found more".formatted(directory, ENTRIES_MAX));
        }
        if (wanted.test(nameOf(entry))) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    } catch (IOException failed) {
      throw failure(directory, failed);
    }
    found.sort(
        Comparator.comparingInt((Path entry) -> nameOf(entry).length())
            .thenComparing(KernelFile::nameOf));
    return found;
  }

  /// The last part of a path.
  static String nameOf(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  /// What an I/O error means to the host. A missing permission is UNAVAILABLE too: at boot, udev
  /// may set the group of a file a moment after the file appears.
  static DriverException failure(Path file, IOException failed) {
    return switch (failed) {
      case NoSuchFileException none ->
          unavailable(
              file,
              "found none; the device is gone, or the driver of the kernel is not loaded",
              none);
      case AccessDeniedException denied ->
          unavailable(file, "found no permission to read it" + advice(file), denied);
      case FileSystemException other when other.getReason() != null ->
          unavailable(file, "found: " + other.getReason(), other);
      default -> unavailable(file, "found: " + failed.getMessage(), failed);
    };
  }

  private static DriverException unavailable(Path file, String found, IOException cause) {
    return new DriverException(
        DriverException.Kind.UNAVAILABLE,
        "%s: expected a file of the kernel, %s".formatted(file, found),
        cause);
  }

  private static String advice(Path file) {
    try {
      var attributes = Files.readAttributes(file, PosixFileAttributes.class);
      return attributes.permissions().contains(PosixFilePermission.GROUP_READ)
          ? "; its group '%s' may, so add the user of the gateway to it"
              .formatted(attributes.group().getName())
          : "; neither may its group '%s', so a udev rule must allow it"
              .formatted(attributes.group().getName());
    } catch (IOException | UnsupportedOperationException hidden) {
      return "";
    }
  }
}
