package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.SerialLink;

/// A serial port in the process with a [SerialDevice] behind it, whose state the test changes. As a
/// real one it keeps what the device says while nobody reads, until the port is unplugged or its
/// input is discarded. Thread-safe; opened any number of times, one after the other.
public final class FakeSerialPort implements SerialPortStandIn {
  /// What the kernel keeps for a port that nobody reads; what comes then is lost.
  private static final int PENDING_BYTES_MAX = 4096;

  private static final int GARBAGE_BYTES = 40;

  /// Time after each byte of a device that drips, about that of 9600 baud.
  private static final long DRIP_MILLIS = 1;

  private final SerialDevice device;
  private final Random garbage = new Random(4711);
  private DeviceState state = DeviceState.ANSWERING;
  private byte[] pending = {};
  private long spokeNanos = System.nanoTime();

  /// A port with a healthy device.
  public FakeSerialPort(SerialDevice device) {
    this.device = device;
  }

  @Override
  public synchronized void set(DeviceState state) {
    this.state = state;
    if (state == DeviceState.GONE) {
      pending = new byte[0];
    }
    notifyAll();
  }

  @Override
  public synchronized void idle(Duration time) {
    long spoken = time.dividedBy(device.period());
    for (long i = 0; i < spoken && pending.length < PENDING_BYTES_MAX; i++) {
      byte[] next = spoken();
      if (next.length == 0) {
        return;
      }
      append(next);
    }
  }

  @Override
  public synchronized void powerCycle() {
    device.powerUp();
  }

  @Override
  public SerialLink open() throws DriverException {
    ensureThere();
    return new Opened();
  }

  @Override
  public void close() {}

  private synchronized void ensureThere() throws DriverException {
    if (state == DeviceState.GONE) {
      throw DriverException.unavailable("no such port");
    }
  }

  private synchronized void speak() {
    if (System.nanoTime() - spokeNanos < device.period().toNanos()) {
      return;
    }
    byte[] spoken = spoken();
    spokeNanos = System.nanoTime();
    append(spoken);
  }

  private byte[] spoken() {
    return switch (state) {
      case ANSWERING, DRIPPING -> device.speak();
      case GARBAGE -> rubbish();
      case GONE, HANGING -> SerialDevice.SILENCE;
    };
  }

  private byte[] rubbish() {
    byte[] bytes = new byte[GARBAGE_BYTES];
    garbage.nextBytes(bytes);
    return bytes;
  }

  private void append(byte[] bytes) {
    int before = pending.length;
    int count = Math.min(bytes.length, PENDING_BYTES_MAX - before);
    pending = Arrays.copyOf(pending, before + count);
    System.arraycopy(bytes, 0, pending, before, count);
  }

  private synchronized int take(byte[] buffer, int most) {
    int count = Math.min(most, pending.length);
    System.arraycopy(pending, 0, buffer, 0, count);
    pending = Arrays.copyOfRange(pending, count, pending.length);
    return count;
  }

  /// One opening of the port.
  private final class Opened implements SerialLink {
    private boolean closed;

    @Override
    public int read(byte[] buffer, Duration timeout) throws DriverException, InterruptedException {
      long giveUp = System.nanoTime() + timeout.toNanos();
      synchronized (FakeSerialPort.this) {
        while (true) {
          ensureOpen();
          speak();
          int count = take(buffer, state == DeviceState.DRIPPING ? 1 : buffer.length);
          if (count > 0) {
            if (state == DeviceState.DRIPPING) {
              FakeSerialPort.this.wait(DRIP_MILLIS);
            }
            return count;
          }
          long leftMillis = (giveUp - System.nanoTime()) / 1_000_000;
          if (leftMillis <= 0) {
            return 0;
          }
          FakeSerialPort.this.wait(Math.min(leftMillis, Math.max(1, device.period().toMillis())));
        }
      }
    }

    @Override
    public void write(byte[] bytes) throws DriverException {
      synchronized (FakeSerialPort.this) {
        ensureOpen();
        switch (state) {
          case ANSWERING, DRIPPING -> append(device.answer(bytes.clone()));
          case GARBAGE -> append(rubbish());
          case GONE, HANGING -> {}
        }
        FakeSerialPort.this.notifyAll();
      }
    }

    @Override
    public void discardInput() throws DriverException {
      synchronized (FakeSerialPort.this) {
        ensureOpen();
        pending = new byte[0];
      }
    }

    @Override
    public void close() {
      synchronized (FakeSerialPort.this) {
        closed = true;
        FakeSerialPort.this.notifyAll();
      }
    }

    private void ensureOpen() throws DriverException {
      ensureThere();
      if (closed) {
        throw DriverException.unavailable("port closed");
      }
    }
  }
}
