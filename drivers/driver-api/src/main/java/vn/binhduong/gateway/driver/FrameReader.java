package vn.binhduong.gateway.driver;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads frames from a serial port and never takes noise for one.
///
/// Where no frame begins, one byte is left out and the next one is tried. After such a loss of
/// framing, and after the opening, a frame is trusted only when it follows another one without a
/// byte between them ([#next], [#poll]) or when it is the second clean answer ([#ask]). A trusted
/// frame is also [Framing#consistent] with the one before it. Only trusted frames are returned.
///
///     out of step --frame--> in step --consistent frame, which is returned--> in step
///          ^                    |
///          +-- a byte that begins no frame, or silence in the middle of a frame
///
/// Used from one thread, for one opening of the device.
///
/// @param <F> one decoded frame
public final class FrameReader<F> {
  /// How often [#ask] sends its request before it gives up: enough to get back in step once.
  public static final int ASKS_MAX = 3;

  private static final int CHUNK_BYTES = 256;
  private static final int SHOWN_BYTES_MAX = 40;
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  private final SerialLink link;
  private final Framing<F> framing;
  private final byte[] bytes;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int count;
  private boolean inStep;
  private @Nullable F before;
  private long leftOut;
  private String why = "";

  /// A reader that is out of step.
  ///
  /// @param frameBytesMax length of the longest frame; what has not become one by then is none
  public FrameReader(SerialLink link, Framing<F> framing, int frameBytesMax) {
    this.link = link;
    this.framing = framing;
    this.bytes = new byte[frameBytesMax];
  }

  /// The next trusted frame of an instrument that speaks by itself.
  ///
  /// @param timeout longest wait for it
  /// @throws DriverException UNAVAILABLE when nothing came, or the port is gone; PROTOCOL when what
  ///   came was no frame
  public F next(Duration timeout) throws DriverException, InterruptedException {
    return poll(timeout).orElseThrow(() -> silent(timeout));
  }

  /// The next trusted frame of an instrument that may well be silent; empty when nothing came.
  ///
  /// @param timeout longest wait for it
  /// @throws DriverException UNAVAILABLE when the port is gone; PROTOCOL when what came was no
  ///   frame
  public Optional<F> poll(Duration timeout) throws DriverException, InterruptedException {
    var wait = new Wait(timeout);
    while (true) {
      F frame = take();
      if (frame == null) {
        if (!fill(wait)) {
          return wait.nothingReceived() ? Optional.empty() : fail(wait);
        }
      } else if (trusted(frame)) {
        return Optional.of(frame);
      }
    }
  }

  /// The trusted answer of an instrument that speaks when it is asked. What was received before is
  /// thrown away; the request is repeated, up to [#ASKS_MAX] times in all, when no answer came, or
  /// one that cannot be trusted yet.
  ///
  /// @param request what to send
  /// @param wanted which frames are an answer to it; others are passed over
  /// @param timeout longest wait in all; each request has its share
  /// @throws DriverException UNAVAILABLE when nothing came, or the port is gone; PROTOCOL when what
  ///   came was no answer
  public F ask(byte[] request, Predicate<F> wanted, Duration timeout)
      throws DriverException, InterruptedException {
    boolean silent = true;
    String fault = "";
    for (int asked = 0; asked < ASKS_MAX; asked++) {
      drain();
      link.write(request);
      var wait = new Wait(timeout.dividedBy(ASKS_MAX));
      Optional<F> answer = answer(wanted, wait);
      if (answer.isPresent() && trusted(answer.get())) {
        return answer.get();
      }
      silent &= wait.nothingReceived();
      fault = answer.isPresent() ? "no second answer that goes with the first" : told(wait);
    }
    String question =
        HEX.formatHex(Arrays.copyOf(request, Math.min(request.length, SHOWN_BYTES_MAX)));
    throw silent
        ? DriverException.unavailable(
            "no answer to %s within %d ms, asked %d times"
                .formatted(question, timeout.toMillis(), ASKS_MAX))
        : DriverException.protocol(
            "no answer to %s that can be trusted, asked %d times: %s"
                .formatted(question, ASKS_MAX, fault));
  }

  /// Throws away what was received, so that the next frame is a new one. Like any loss, it costs
  /// the trust: the frame after it is a witness only.
  public void discard() throws DriverException {
    drain();
    lose();
  }

  private void drain() throws DriverException {
    link.discardInput();
    count = 0;
  }

  /// The first wanted frame; empty when none came in time.
  private Optional<F> answer(Predicate<F> wanted, Wait wait)
      throws DriverException, InterruptedException {
    while (true) {
      F frame = take();
      if (frame == null) {
        if (!fill(wait)) {
          return Optional.empty();
        }
      } else if (wanted.test(frame)) {
        return Optional.of(frame);
      }
    }
  }

  /// One wait for a frame, and what came meanwhile.
  private final class Wait {
    private final Duration timeout;
    private final long deadlineNanos;
    private final long leftOutBefore = leftOut;
    private long received;

    Wait(Duration timeout) {
      this.timeout = timeout;
      this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    boolean nothingReceived() {
      return received == 0;
    }
  }

  /// Whether the frame may be believed; from now on the next one is compared with it.
  private boolean trusted(F frame) {
    boolean trusted = inStep && before != null && framing.consistent(before, frame);
    inStep = true;
    before = frame;
    return trusted;
  }

  /// The frame at the front of what was received; null when there is none yet.
  private @Nullable F take() {
    while (count > 0) {
      switch (framing.look(bytes, count)) {
        case Framing.Look.Found<F>(F frame, int length) -> {
          drop(length);
          return frame;
        }
        case Framing.Look.Unfinished<F> _ when count < bytes.length -> {
          return null;
        }
        case Framing.Look.Unfinished<F> _ ->
            leaveOut("no end of a frame within %d bytes".formatted(bytes.length));
        case Framing.Look.Nothing<F>(String found) -> leaveOut(found);
      }
    }
    return null;
  }

  private void leaveOut(String found) {
    if (inStep || why.isEmpty()) {
      why = found + ", at " + HEX.formatHex(Arrays.copyOf(bytes, Math.min(count, SHOWN_BYTES_MAX)));
    }
    drop(1);
    leftOut++;
    lose();
  }

  private void drop(int length) {
    count -= length;
    System.arraycopy(bytes, length, bytes, 0, count);
  }

  /// Waits for more bytes; says whether any came. Half a frame at the end of the wait is none.
  private boolean fill(Wait wait) throws DriverException, InterruptedException {
    long leftNanos = wait.deadlineNanos - System.nanoTime();
    byte[] room = bytes.length - count < chunk.length ? new byte[bytes.length - count] : chunk;
    int got = leftNanos <= 0 ? 0 : link.read(room, Duration.ofNanos(leftNanos));
    if (got == 0) {
      if (count > 0) {
        count = 0;
        lose();
      }
      return false;
    }
    System.arraycopy(room, 0, bytes, count, got);
    count += got;
    wait.received += got;
    return true;
  }

  private void lose() {
    inStep = false;
    before = null;
  }

  private static DriverException silent(Duration timeout) {
    return DriverException.unavailable(
        "nothing received within %d ms".formatted(timeout.toMillis()));
  }

  private Optional<F> fail(Wait wait) throws DriverException {
    throw DriverException.protocol("no frame that can be trusted: " + told(wait));
  }

  private String told(Wait wait) {
    String first = why.isEmpty() ? "" : "; first: " + why;
    why = "";
    return "within %d ms %d bytes received, %d of them begin no frame%s"
        .formatted(wait.timeout.toMillis(), wait.received, leftOut - wait.leftOutBefore, first);
  }
}
