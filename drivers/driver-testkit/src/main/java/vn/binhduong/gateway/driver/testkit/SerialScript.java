package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Queue;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.SerialLink;

/// A serial port that plays a script:
///
///     var port = new SerialScript().expect("FE 04 00 00 00 04 E5 C6").answer("FE 04 08 ...");
///
/// Steps follow each other: what stands before the next `expect` can be read, and writing what an
/// `expect` names opens the way to the step after it. Thread-safe.
public final class SerialScript implements SerialLink {
  private sealed interface Step {
    record Expect(String hex) implements Step {}

    record Answer(String hex, int bytesPerRead) implements Step {}

    record Unplug() implements Step {}
  }

  private final Queue<Step> steps = new ArrayDeque<>();
  private byte[] pending = {};
  private int bytesPerRead;
  private int matched;
  private boolean gone;

  /// A session that was recorded with `scripts/capture`: lines `> hex` for what the gateway wrote,
  /// `< hex` for what the device sent, `# text` for anything else.
  ///
  /// @throws IllegalArgumentException naming the line that is none of these
  public static SerialScript recorded(String session) {
    var script = new SerialScript();
    int number = 0;
    for (String line : session.lines().toList()) {
      number++;
      if (line.startsWith("> ")) {
        script.expect(line.substring(2));
      } else if (line.startsWith("< ")) {
        script.answer(line.substring(2));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalArgumentException(
            "session, line %d: expected '> hex', '< hex' or '# text', found '%s'"
                .formatted(number, line));
      }
    }
    return script;
  }

  /// The driver must write these bytes next; given as hex, blanks allowed.
  public SerialScript expect(String hex) {
    return add(new Step.Expect(hex));
  }

  /// The device sends these bytes at once.
  public SerialScript answer(String hex) {
    return drip(hex, Integer.MAX_VALUE);
  }

  /// The device sends these bytes at once; half a frame or garbage is written the same way.
  public SerialScript answer(byte[] bytes) {
    return add(new Step.Answer(HexFormat.of().formatHex(bytes), Integer.MAX_VALUE));
  }

  /// The device sends these bytes, and each read gets no more than `bytesPerRead` of them, as a
  /// slow line or a small buffer gives them.
  public SerialScript drip(String hex, int bytesPerRead) {
    return add(new Step.Answer(hex, bytesPerRead));
  }

  /// The port is gone from here on.
  public SerialScript unplug() {
    return add(new Step.Unplug());
  }

  /// Whether every step was taken and every byte read.
  public synchronized boolean isDone() {
    return steps.isEmpty() && pending.length == 0;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  private synchronized SerialScript add(Step step) {
    steps.add(step);
    notifyAll();
    return this;
  }

  /// Reads what the script sends; waits for `timeout` where it is silent.
  @Override
  public synchronized int read(byte[] buffer, Duration timeout)
      throws DriverException, InterruptedException {
    long giveUp = System.nanoTime() + timeout.toNanos();
    while (true) {
      load();
      if (gone) {
        throw DriverException.unavailable("serial script: the port is gone");
      }
      int count = Math.min(Math.min(pending.length, bytesPerRead), buffer.length);
      if (count > 0) {
        System.arraycopy(pending, 0, buffer, 0, count);
        pending = Arrays.copyOfRange(pending, count, pending.length);
        return count;
      }
      long leftMillis = (giveUp - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return 0;
      }
      wait(leftMillis);
    }
  }

  /// Takes what the driver writes.
  ///
  /// @throws AssertionError when it is not what the script expects
  @Override
  public synchronized void write(byte[] bytes) throws DriverException {
    for (byte written : bytes) {
      load();
      if (gone) {
        throw DriverException.unavailable("serial script: the port is gone");
      }
      match(written, bytes);
    }
    notifyAll();
  }

  private void match(byte written, byte[] all) {
    HexFormat hex = HexFormat.ofDelimiter(" ").withUpperCase();
    if (!(steps.peek() instanceof Step.Expect(String expectedHex))) {
      throw new AssertionError(
          "serial script: expected nothing written here, found " + hex.formatHex(all));
    }
    byte[] expected = bytes(expectedHex);
    if (expected[matched] != written) {
      throw new AssertionError(
          "serial script: expected %s, found %s at byte %d"
              .formatted(hex.formatHex(expected), hex.formatHex(all), matched));
    }
    if (++matched == expected.length) {
      matched = 0;
      steps.remove();
    }
  }

  /// Moves on to what the device does next, as far as it waits for nothing.
  private void load() {
    while (!gone && pending.length == 0) {
      switch (steps.peek()) {
        case Step.Answer(String hex, int most) -> {
          pending = bytes(hex);
          bytesPerRead = most;
          steps.remove();
        }
        case Step.Unplug() -> gone = true;
        case Step.Expect _ -> {
          return;
        }
        case null -> {
          return;
        }
      }
    }
  }

  /// Throws away what the device said before the next thing that it is told; in a script that tells
  /// it nothing more, the piece that waits.
  @Override
  public synchronized void discardInput() throws DriverException {
    boolean toldMore = steps.stream().anyMatch(Step.Expect.class::isInstance);
    do {
      load();
      if (gone) {
        throw DriverException.unavailable("serial script: the port is gone");
      }
      pending = new byte[0];
    } while (toldMore && steps.peek() instanceof Step.Answer);
  }

  @Override
  public synchronized void close() {
    gone = true;
    notifyAll();
  }
}
