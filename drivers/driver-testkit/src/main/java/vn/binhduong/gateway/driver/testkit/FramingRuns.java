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
  /// @param shown the first few single ones as bytes, and where to keep them
  /// @param <F> one decoded frame
  public record Result<F>(List<F> single, List<F> trusted, List<String> shown) {
    /// How many, as a kept case states it.
    String words() {
      return "%d found, %d trusted".formatted(single.size(), trusted.size());
    }

    /// For the description of an assertion: what to keep when it fails.
    @Override
    public String toString() {
      return words() + "; the first found: " + String.join("", shown);
    }
  }

  /// Random bytes, all values alike.
  public static byte[] noise(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(FuzzCases.seed(seed)).nextBytes(bytes);
    return bytes;
  }

  /// Random text of the characters given, for line protocols.
  public static byte[] text(long seed, int count, String alphabet) {
    Random random = new Random(FuzzCases.seed(seed));
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
    }
    return bytes;
  }

  /// Good frames of which each has 1 to 3 faults: a bit turned, a byte changed, lost, doubled or
  /// put in, the rest cut off, two bytes swapped.
  public static byte[] mutated(long seed, int count, List<byte[]> frames) {
    Random random = new Random(FuzzCases.seed(seed));
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

  /// Runs the kept cases of a protocol through a framing, and then these bytes. What comes of a
  /// case is told as `1 found, 0 trusted`.
  ///
  /// @param protocol folder of the cases, see [FuzzCases]
  /// @param frameBytesMax length of the longest frame
  /// @throws AssertionError when the framing throws or finds a frame longer than what it was given
  public static <F> Result<F> of(
      String protocol, Framing<F> framing, int frameBytesMax, byte[] bytes) {
    var run = new FramingRuns.Run<>(new FuzzCases(protocol), framing, frameBytesMax);
    run.cases().replay(input -> run.over(input).words());
    return run.over(bytes);
  }

  private record Run<F>(FuzzCases cases, Framing<F> framing, int frameBytesMax) {
    private static final int SHOWN_MAX = 3;

    Result<F> over(byte[] bytes) {
      List<F> single = new ArrayList<>();
      List<String> shown = new ArrayList<>();
      for (int from = 0; from < bytes.length; ) {
        byte[] window =
            Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + frameBytesMax));
        if (look(window) instanceof Framing.Look.Found<F>(F frame, int n)) {
          single.add(frame);
          if (shown.size() < SHOWN_MAX) {
            shown.add(cases.toKeep(Arrays.copyOf(window, n)));
          }
          from += n;
        } else {
          from++;
        }
      }
      return new Result<>(single, trusted(bytes), shown);
    }

    private Framing.Look<F> look(byte[] window) {
      Framing.Look<F> look;
      try {
        look = framing.look(window, window.length);
      } catch (RuntimeException | StackOverflowError failed) {
        throw new AssertionError(cases.toKeep(window), failed);
      }
      if (look instanceof Framing.Look.Found<F>(F frame, int n) && (n < 1 || n > window.length)) {
        throw new AssertionError(
            "a frame of %d bytes: %s; %s".formatted(n, frame, cases.toKeep(window)));
      }
      return look;
    }

    private List<F> trusted(byte[] bytes) {
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
        } catch (RuntimeException | StackOverflowError failed) {
          throw new AssertionError(cases.toKeep(tape.before(2 * frameBytesMax)), failed);
        }
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

    /// The bytes just played.
    byte[] before(int count) {
      return Arrays.copyOfRange(bytes, Math.max(0, at - count - PIECE_BYTES_MAX), at);
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
