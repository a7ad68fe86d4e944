package vn.binhduong.gateway.proof.clock;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/// What time it is, and what the gateway's machine shows: two courses over our monotonic clock.
/// What is shown reaches the gateway process through the control file of [ClockLayer]. Thread-safe.
final class ScriptedClock {
  private static final int BYTES = 40;

  private final Course truth = new Course();
  private final Course shown = new Course();
  private final MappedByteBuffer control;
  private long truthRatePpb;

  /// @param file the control file, made here
  ScriptedClock(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      control = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
      control.order(ByteOrder.nativeOrder());
    }
  }

  /// The monotonic clock of this process, which that of the gateway follows.
  static long now() {
    return System.nanoTime();
  }

  /// The true time is this one, now.
  synchronized void truth(Instant time) {
    truth.add(new Course.Piece(now(), nanos(time), truthRatePpb));
  }

  /// From now on the true time goes faster than the crystal of the gateway by so much.
  synchronized void truthRate(long ppb) {
    long now = now();
    truthRatePpb = ppb;
    truth.add(new Course.Piece(now, truth.at(now), ppb));
  }

  /// True time at an instant of [#now], milliseconds since 1970 with fractions.
  double truthMillis(long nanos) {
    return truth.at(nanos) / 1e6;
  }

  /// The machine shows this time from now on.
  synchronized void show(Instant time, boolean synced) {
    show(nanos(time), 0, synced);
  }

  /// The machine shows the true time from now on.
  synchronized void showTruth(boolean synced) {
    show(truth.at(now()), 0, synced);
  }

  /// The machine goes on as it is, but calls its clock synchronised or not.
  synchronized void flag(boolean synced) {
    long now = now();
    show(shown.at(now), 0, synced);
  }

  /// The time source says another time from now on, and the machine follows at once: nobody who
  /// only sees this machine can know better, so the truth goes along.
  synchronized void step(Duration by, boolean synced) {
    long now = now();
    truth.add(new Course.Piece(now, truth.at(now) + by.toNanos(), truthRatePpb));
    show(truth.at(now), 0, synced);
  }

  private void show(long epochNanos, long ratePpb, boolean synced) {
    long now = now();
    shown.add(new Course.Piece(now, epochNanos, ratePpb));
    long version = control.getLong(0);
    control.putLong(0, version + 1);
    VarHandle.fullFence();
    control.putLong(8, now);
    control.putLong(16, epochNanos);
    control.putLong(24, ratePpb);
    control.putLong(32, synced ? 1 : 0);
    VarHandle.fullFence();
    control.putLong(0, version + 2);
    VarHandle.fullFence();
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
