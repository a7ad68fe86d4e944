package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;

/// An I2C bus in the process with chips of the test on it. Thread-safe; opened any number of times.
public final class FakeI2cBus implements LinkSource {
  private static final Duration KERNEL_LIMIT = Duration.ofSeconds(1);

  private final Map<Integer, I2cDevice> chips = new HashMap<>();
  private final Random garbage = new Random(4711);
  private DeviceState state = DeviceState.ANSWERING;

  /// Puts a chip on the bus.
  public synchronized FakeI2cBus chip(int address, I2cDevice chip) {
    chips.put(address, chip);
    return this;
  }

  /// Changes what all chips do, also for a bus that is open. GONE: nobody acknowledges.
  public synchronized void set(DeviceState state) {
    this.state = state;
    notifyAll();
  }

  /// All chips are switched off and on again.
  public synchronized void powerCycle() {
    chips.values().forEach(I2cDevice::powerUp);
  }

  @Override
  public I2cLink open() {
    return new Opened();
  }

  /// One opening of the bus.
  private final class Opened implements I2cLink {
    private boolean closed;

    @Override
    public void write(int address, byte... bytes) throws DriverException, InterruptedException {
      synchronized (FakeI2cBus.this) {
        I2cDevice chip = reached(address);
        if (state == DeviceState.ANSWERING) {
          chip.written(bytes.clone());
        }
      }
    }

    @Override
    public byte[] read(int address, int count) throws DriverException, InterruptedException {
      synchronized (FakeI2cBus.this) {
        I2cDevice chip = reached(address);
        byte[] bytes = new byte[count];
        if (state == DeviceState.GARBAGE) {
          garbage.nextBytes(bytes);
          return bytes;
        }
        byte[] given = chip.read(count);
        if (given.length == 0) {
          throw noAnswer(address);
        }
        // Whoever does not drive the line leaves it high.
        for (int i = 0; i < count; i++) {
          bytes[i] = i < given.length ? given[i] : (byte) 0xFF;
        }
        return bytes;
      }
    }

    /// The chip of this address; a bus that hangs is given up after the time limit that the kernel
    /// has for its adapters.
    private I2cDevice reached(int address) throws DriverException, InterruptedException {
      long giveUp = System.nanoTime() + KERNEL_LIMIT.toNanos();
      while (state == DeviceState.HANGING && !closed) {
        long leftMillis = (giveUp - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          throw DriverException.unavailable("the bus timed out");
        }
        FakeI2cBus.this.wait(leftMillis);
      }
      if (closed) {
        throw DriverException.unavailable("bus closed");
      }
      @Nullable I2cDevice chip = state == DeviceState.GONE ? null : chips.get(address);
      if (chip == null) {
        throw noAnswer(address);
      }
      return chip;
    }

    @Override
    public void close() {
      synchronized (FakeI2cBus.this) {
        closed = true;
        FakeI2cBus.this.notifyAll();
      }
    }
  }

  private static DriverException noAnswer(int address) {
    return DriverException.unavailable("address 0x%02X does not answer".formatted(address));
  }
}
