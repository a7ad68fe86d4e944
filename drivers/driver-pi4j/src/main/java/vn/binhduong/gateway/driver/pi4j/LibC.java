package vn.binhduong.gateway.driver.pi4j;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The calls of the C library that a character device of the kernel needs. Each is one system call.
@SuppressWarnings("restricted") // the native calls of this module
final class LibC {
  /// EINTR of errno(3): a signal came, and nothing else.
  private static final int INTERRUPTED = 4;

  /// `O_RDWR | O_CLOEXEC` of fcntl.h, the same on every processor that has a JDK 25.
  private static final int READ_WRITE_CLOSE_ON_EXEC = 0x8_0002;

  /// `struct pollfd`: the file, what is waited for, what came.
  private static final long POLLFD_BYTES = 8;

  private static final long POLLFD_EVENTS = 4;
  private static final long POLLFD_RETURNED = 6;
  private static final short READABLE = 1;

  private static final long TEXT_BYTES_MAX = 256;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final MemoryLayout LONG =
      Objects.requireNonNull(LINKER.canonicalLayouts().get("long"));
  private static final MemoryLayout SIZE =
      Objects.requireNonNull(LINKER.canonicalLayouts().get("size_t"));

  private static final MethodHandle OPEN =
      find(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2),
          MemorySegment.class,
          int.class);
  private static final MethodHandle IOCTL =
      find(
          "ioctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, LONG, ADDRESS),
          Linker.Option.firstVariadicArg(2),
          int.class,
          int.class,
          MemorySegment.class);
  private static final MethodHandle POLL =
      find(
          "poll",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, LONG, JAVA_INT),
          null,
          MemorySegment.class,
          int.class,
          int.class);
  private static final MethodHandle READ =
      find(
          "read",
          FunctionDescriptor.of(SIZE, JAVA_INT, ADDRESS, SIZE),
          null,
          int.class,
          MemorySegment.class,
          int.class);
  private static final MethodHandle CLOSE =
      find("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), null, int.class);
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private LibC() {}

  /// A call that the kernel refused. The message is the kernel's, in words and as a number.
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    Refused(int errno) {
      super("%s (errno %d)".formatted(words(errno), errno));
      this.errno = errno;
    }
  }

  /// A call with room for its `errno`.
  @FunctionalInterface
  private interface Call {
    int make(MemorySegment state) throws Throwable;
  }

  /// Opens a file to read and write, for this process alone.
  ///
  /// @return its number
  static int open(String path) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return call(state -> (int) OPEN.invokeExact(state, name, READ_WRITE_CLOSE_ON_EXEC));
    }
  }

  /// ioctl(2) with a structure that is read and written.
  static void ioctl(int file, int request, MemorySegment structure) throws Refused {
    call(state -> (int) IOCTL.invokeExact(state, file, request, structure));
  }

  /// Waits until a file can be read.
  ///
  /// @return false when the time is over, or a signal came before
  /// @throws Refused also when nothing can come of the file any more
  static boolean awaitReadable(int file, int timeoutMillis) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(POLLFD_BYTES, Integer.BYTES);
      poll.set(JAVA_INT, 0, file);
      poll.set(ValueLayout.JAVA_SHORT, POLLFD_EVENTS, READABLE);
      int ready = call(state -> (int) POLL.invokeExact(state, poll, 1, timeoutMillis));
      return ready > 0 && poll.get(ValueLayout.JAVA_SHORT, POLLFD_RETURNED) != 0;
    } catch (Refused e) {
      if (e.errno == INTERRUPTED) {
        return false;
      }
      throw e;
    }
  }

  /// Reads what there is.
  ///
  /// @return bytes that were read
  static int read(int file, MemorySegment into) throws Refused {
    return call(state -> (int) READ.invokeExact(state, file, into, (int) into.byteSize()));
  }

  /// Gives a file back.
  static void close(int file) throws Refused {
    call(state -> (int) CLOSE.invokeExact(state, file));
  }

  private static int call(Call call) throws Refused {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = call.make(state);
      if (result < 0) {
        throw new Refused((int) ERRNO.get(state, 0L));
      }
      return result;
    } catch (Refused | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static String words(int errno) {
    try {
      var text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(TEXT_BYTES_MAX).getString(0);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// A function that takes and returns int where C has a type that is wider on some processors.
  private static MethodHandle find(
      String name,
      FunctionDescriptor function,
      Linker.@Nullable Option variadic,
      Class<?>... arguments) {
    MethodHandle handle =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow(name),
            function,
            variadic == null
                ? new Linker.Option[] {Linker.Option.captureCallState("errno")}
                : new Linker.Option[] {Linker.Option.captureCallState("errno"), variadic});
    return MethodHandles.explicitCastArguments(
        handle, MethodType.methodType(int.class, MemorySegment.class, arguments));
  }
}
