package vn.binhduong.gateway.clock;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks the system whether its clock is synchronised.
///
/// First choice is adjtimex(2), read only: one system call of a microsecond, needs no right and no
/// process, and tells the same of chrony, ntpd and systemd-timesyncd, because each of them clears
/// STA_UNSYNC of the kernel clock. Where a sandbox forbids the call (`ProtectClock=`), the flag
/// file of systemd-timesyncd is looked at, and if it is missing `timedatectl` is asked, at most
/// twice a minute and with a time limit.
final class SystemSync implements SyncSource {
  /// adjtimex(2): "TIME_ERROR (5) The system clock is not synchronized".
  private static final int TIME_ERROR = 5;

  /// More than `struct timex` on any platform (208 bytes on 64-bit Linux).
  private static final long TIMEX_BYTES = 512;

  private static final Path TIMESYNC_FLAG = Path.of("/run/systemd/timesync/synchronized");
  private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long ASK_SECONDS_MAX = 2;

  private final TimeSource time;
  private final @Nullable MethodHandle adjtimex;
  private long askedAtNanos;
  private boolean asked;
  private boolean answer;
  private volatile String name = "kernel";

  SystemSync(TimeSource time) {
    this.time = time;
    this.adjtimex = find();
  }

  @Override
  public boolean synchronised() {
    int state = kernelState();
    if (state >= 0) {
      name = "kernel";
      return state != TIME_ERROR;
    }
    if (Files.exists(TIMESYNC_FLAG)) {
      name = "timesyncd";
      return true;
    }
    long now = time.monotonicNanos();
    if (!asked || now - askedAtNanos >= ASK_EVERY_NANOS) {
      asked = true;
      askedAtNanos = now;
      name = "timedatectl";
      answer = timedatectl();
    }
    return answer;
  }

  @Override
  public String name() {
    return name;
  }

  /// The clock state of the kernel, -1 when it may not be asked.
  private int kernelState() {
    if (adjtimex == null) {
      return -1;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timex = arena.allocate(TIMEX_BYTES, Long.BYTES); // modes = 0: read only
      return (int) adjtimex.invokeExact(timex);
    } catch (Throwable e) {
      return -1;
    }
  }

  @SuppressWarnings(
      "restricted") // the one native call of the runtime; int adjtimex(struct timex *)
  private static @Nullable MethodHandle find() {
    try {
      Linker linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find("adjtimex")
          .map(
              symbol ->
                  linker.downcallHandle(
                      symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)))
          .orElse(null);
    } catch (UnsupportedOperationException | IllegalCallerException e) {
      return null;
    }
  }

  private static boolean timedatectl() {
    Process process = null;
    try {
      process =
          new ProcessBuilder("timedatectl", "show", "--property=NTPSynchronized", "--value")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(ASK_SECONDS_MAX, TimeUnit.SECONDS)) {
        return false;
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .strip()
          .equals("yes");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
