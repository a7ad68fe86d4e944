package vn.binhduong.gateway.driver.testkit;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.FrameReader;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.SerialLink;

/// Feeds a framing with bytes that mean nothing, or nearly something, by a seed, and shows what it
/// took for frames.
public final class FramingRuns {
  private static final Duration NO_WAIT = Duration.ofSeconds(1);

  private FramingRuns() {}

  /// What came of a run.
  ///
  /// @param single frames found one by one, wherever they begin
  /// @param trusted frames that [FrameReader] returned
  /// @param <F> one decoded frame
  public record Result<F>(List<F> single, List<F> trusted) {}

  /// Random bytes, all values alike.
  public static byte[] noise(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// Random text of the characters given, for line protocols.
  public static byte[] text(long seed, int count, String alphabet) {
    Random random = new Random(seed);
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
    }
    return bytes;
  }

  /// Good frames of which each has 1 to 3 faults: a bit turned, a byte changed, lost, doubled or
  /// put in, the rest cut off, two bytes swapped.
  public static byte[] mutated(long seed, int count, List<byte[]> frames) {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream(count + 512);
    while (out.size() < count) {
      byte[] frame = frames.get(random.nextInt(frames.size())).clone();
      for (int faults = 1 + random.nextInt(3); faults > 0 && frame.length > 1; faults--) {
        frame = fault(frame, random);
      }
      out.writeBytes(frame);
    }
    return Arrays.copyOf(out.toByteArray(), count);
  }

  private static byte[] fault(byte[] frame, Random random) {
    int at = random.nextInt(frame.length);
    return switch (random.nextInt(7)) {
      case 0 -> changed(frame, at, frame[at] ^ (1 << random.nextInt(8)));
      case 1 -> changed(frame, at, random.nextInt(256));
      case 2 -> spliced(frame, at, at + 1);
      case 3 -> spliced(frame, at, at, frame[at]);
      case 4 -> spliced(frame, at, at, (byte) random.nextInt(256));
      case 5 -> Arrays.copyOf(frame, Math.max(1, at));
      default -> {
        int other = random.nextInt(frame.length);
        byte[] swapped = changed(frame, at, frame[other]);
        swapped[other] = frame[at];
        yield swapped;
      }
    };
  }

  private static byte[] changed(byte[] frame, int at, int value) {
    byte[] changed = frame.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] spliced(byte[] frame, int from, int to, byte... between) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(frame, 0, from);
    out.writeBytes(between);
    out.write(frame, to, frame.length - to);
    return out.toByteArray();
  }

  /// Runs bytes through a framing.
  ///
  /// @param frameBytesMax length of the longest frame
  public static <F> Result<F> of(Framing<F> framing, int frameBytesMax, byte[] bytes) {
    return new Result<>(
        single(framing, frameBytesMax, bytes), trusted(framing, frameBytesMax, bytes));
  }

  private static <F> List<F> single(Framing<F> framing, int frameBytesMax, byte[] bytes) {
    List<F> found = new ArrayList<>();
    for (int from = 0; from < bytes.length; ) {
      byte[] window = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + frameBytesMax));
      if (framing.look(window, window.length) instanceof Framing.Look.Found<F>(F frame, int n)) {
        found.add(frame);
        from += n;
      } else {
        from++;
      }
    }
    return found;
  }

  private static <F> List<F> trusted(Framing<F> framing, int frameBytesMax, byte[] bytes) {
    List<F> found = new ArrayList<>();
    Tape tape = new Tape(bytes);
    var reader = new FrameReader<>(tape, framing, frameBytesMax);
    while (true) {
      try {
        found.add(reader.next(NO_WAIT));
      } catch (DriverException over) {
        if (tape.isOver()) {
          return found;
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// A port that plays bytes in pieces of 1 to 64 and then is silent.
  private static final class Tape implements SerialLink {
    private static final int PIECE_BYTES_MAX = 64;

    private final byte[] bytes;
    private final Random pieces = new Random(1);
    private int at;

    Tape(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean isOver() {
      return at == bytes.length;
    }

    @Override
    public int read(byte[] buffer, Duration timeout) {
      int piece = 1 + pieces.nextInt(PIECE_BYTES_MAX);
      int count = Math.min(Math.min(piece, buffer.length), bytes.length - at);
      System.arraycopy(bytes, at, buffer, 0, count);
      at += count;
      return count;
    }

    @Override
    public void write(byte[] written) {}

    @Override
    public void discardInput() {}

    @Override
    public void close() {}
  }
}
