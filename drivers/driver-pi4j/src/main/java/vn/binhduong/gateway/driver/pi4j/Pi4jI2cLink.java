package vn.binhduong.gateway.driver.pi4j;

import com.pi4j.context.Context;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.I2cLink;

/// An I2C bus through Pi4J's provider for Linux, one handle for each address.
///
/// A transfer lasts at most the kernel's own time limit of its adapter (1 s), so that a bus that is
/// held down ends a call by itself.
final class Pi4jI2cLink implements I2cLink {
  private final String name;
  private final int bus;
  private final Context context;
  private final Map<Integer, I2C> chips = new HashMap<>();
  private volatile boolean closed;

  Pi4jI2cLink(String name, int bus, Context context) {
    this.name = name;
    this.bus = bus;
    this.context = context;
  }

  /// One transfer.
  @FunctionalInterface
  private interface Transfer {
    int run(I2C chip);
  }

  @Override
  public void write(int address, byte... bytes) throws DriverException, InterruptedException {
    transfer(address, "write of " + bytes.length, bytes.length, chip -> chip.write(bytes));
  }

  @Override
  public byte[] read(int address, int count) throws DriverException, InterruptedException {
    byte[] bytes = new byte[count];
    transfer(address, "read of " + count, count, chip -> chip.read(bytes, 0, count));
    return bytes;
  }

  private void transfer(int address, String what, int count, Transfer transfer)
      throws DriverException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (closed) {
      throw DriverException.unavailable(name + ": closed");
    }
    int done;
    try {
      done = transfer.run(chips.computeIfAbsent(address, this::chip));
    } catch (RuntimeException | LinkageError e) { // no native part for this processor
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE,
          "%s: address 0x%02X, %s bytes: %s".formatted(name, address, what, Board.reason(e)),
          e);
    }
    if (done != count) {
      throw DriverException.unavailable(
          "%s: address 0x%02X, %s bytes: %d were transferred".formatted(name, address, what, done));
    }
  }

  private I2C chip(int address) {
    return context.create(
        I2CConfigBuilder.newInstance(context)
            .id("%s-%d-%02x".formatted(name.replace(' ', '-'), bus, address))
            .bus(bus)
            .device(address)
            .build());
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        context.shutdown();
      } catch (RuntimeException e) {
        System.getLogger(Pi4jI2cLink.class.getName())
            .log(System.Logger.Level.WARNING, "{0}: not closed in good order: {1}", name, e);
      }
    }
  }
}
