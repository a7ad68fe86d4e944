package vn.binhduong.gateway.driver.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.SerialLink;

/// A [SerialDevice] behind a real terminal of the kernel, so that a driver is tested through the
/// port it will have on a gateway. Needs socat.
public final class PtySerialPort implements SerialPortStandIn {
  private static final int GARBAGE_BYTES = 40;
  private static final int REQUEST_BYTES_MAX = 512;
  private static final Duration REQUEST_END = Duration.ofMillis(3);

  /// What it says by itself comes no more often, so that no more waits than the kernel keeps for a
  /// port: socat would keep the rest behind it, which no port does.
  private static final Duration PERIOD_MIN = Duration.ofMillis(10);

  /// After this nothing of the old state is on its way any more, also on a busy machine.
  private static final long IN_FLIGHT_MILLIS = 100;

  /// Opens the gateway's end of the port.
  @FunctionalInterface
  public interface Opener {
    /// The open port of this name.
    SerialLink open(Path port) throws DriverException;
  }

  private final SerialDevice device;
  private final Opener opener;
  private final Path directory;
  private final PtyPair ports;
  private final Random garbage = new Random(4711);
  private volatile DeviceState state = DeviceState.ANSWERING;
  private @Nullable Thread worker;

  /// Plugs in a healthy device.
  public PtySerialPort(SerialDevice device, Opener opener)
      throws IOException, InterruptedException {
    this.device = device;
    this.opener = opener;
    this.directory = Files.createTempDirectory("pty");
    this.ports = new PtyPair(directory);
    start();
  }

  @Override
  public SerialLink open() throws DriverException {
    return opener.open(ports.ours());
  }

  @Override
  public synchronized void set(DeviceState next) {
    DeviceState before = state;
    state = next;
    try {
      if (next == DeviceState.GONE && before != DeviceState.GONE) {
        stop();
        ports.unplug();
      } else if (next != DeviceState.GONE && before == DeviceState.GONE) {
        ports.plug();
        start();
      } else {
        TimeUnit.MILLISECONDS.sleep(IN_FLIGHT_MILLIS);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  @Override
  public void powerCycle() {
    DeviceState before = state;
    set(DeviceState.HANGING); // nobody calls the device meanwhile
    device.powerUp();
    set(before);
  }

  /// The kernel keeps what the device says; a while of the test's own time is enough for that.
  @Override
  public void idle(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(IN_FLIGHT_MILLIS);
    } catch (InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private void start() throws IOException {
    InputStream in = ports.in();
    OutputStream out = ports.out();
    worker = Thread.ofPlatform().name("serial device").daemon().start(() -> run(in, out));
  }

  private void stop() throws InterruptedException {
    if (worker != null) {
      worker.interrupt();
      worker.join();
    }
  }

  private void run(InputStream in, OutputStream out) {
    long spokeNanos = System.nanoTime();
    long periodNanos = Math.max(device.period().toNanos(), PERIOD_MIN.toNanos());
    try (in;
        out) {
      while (!Thread.interrupted()) {
        byte[] request = request(in);
        if (request.length > 0) {
          write(
              out,
              switch (state) {
                case ANSWERING, DRIPPING -> device.answer(request);
                case GARBAGE -> rubbish();
                case GONE, HANGING -> SerialDevice.SILENCE;
              });
        } else if (System.nanoTime() - spokeNanos >= periodNanos) {
          spokeNanos = System.nanoTime();
          write(
              out,
              switch (state) {
                case ANSWERING, DRIPPING -> device.speak();
                case GARBAGE -> rubbish();
                case GONE, HANGING -> SerialDevice.SILENCE;
              });
        } else {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
    } catch (IOException | InterruptedException unplugged) {
      // The other end is gone, or the test has ended.
    }
  }

  private void write(OutputStream out, byte[] bytes) throws IOException, InterruptedException {
    if (state != DeviceState.DRIPPING) {
      out.write(bytes);
      return;
    }
    for (byte one : bytes) {
      out.write(one);
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /// What was written, up to a short silence.
  private static byte[] request(InputStream in) throws IOException, InterruptedException {
    byte[] bytes = new byte[REQUEST_BYTES_MAX];
    int count = 0;
    while (in.available() > 0 && count < bytes.length) {
      count += in.read(bytes, count, Math.min(in.available(), bytes.length - count));
      TimeUnit.NANOSECONDS.sleep(REQUEST_END.toNanos());
    }
    return Arrays.copyOf(bytes, count);
  }

  private byte[] rubbish() {
    byte[] bytes = new byte[GARBAGE_BYTES];
    garbage.nextBytes(bytes);
    return bytes;
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException failed) {
      throw new AssertionError(failed);
    }
    ports.close();
    Files.deleteIfExists(directory.resolve("ours"));
    Files.deleteIfExists(directory.resolve("theirs"));
    Files.deleteIfExists(directory);
  }
}
