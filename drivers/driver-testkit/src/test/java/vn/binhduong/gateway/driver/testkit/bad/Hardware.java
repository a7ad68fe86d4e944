package vn.binhduong.gateway.driver.testkit.bad;

import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.testkit.DeviceState;

/// A thermometer that exists only here: asked over its link, it answers with one number.
final class Hardware {
  /// Before the first answer, in degrees Celsius.
  static final double FIRST = 20;

  /// What is added with each answer.
  static final double STEP = 0.25;

  /// What it answers while it does not measure.
  static final double ASLEEP = -8888;

  private static final long DRIP_MILLIS = 20;

  private DeviceState state = DeviceState.ANSWERING;
  private double value = FIRST;
  private boolean measures;

  synchronized void set(DeviceState next) {
    state = next;
    notifyAll();
  }

  /// It is switched off and on.
  synchronized void powerUp() {
    measures = false;
  }

  /// A new connection to it.
  Wire connect() {
    return new Wire() {
      private boolean closed;

      @Override
      public double ask() throws DriverException, InterruptedException {
        synchronized (Hardware.this) {
          while (state == DeviceState.HANGING && !closed) {
            Hardware.this.wait();
          }
          if (closed) {
            throw DriverException.unavailable("wire: closed");
          }
          if (state == DeviceState.DRIPPING) {
            Hardware.this.wait(DRIP_MILLIS);
          }
          return switch (state) {
            case ANSWERING, HANGING, DRIPPING -> measures ? (value += STEP) : ASLEEP;
            case GARBAGE -> -9999;
            case GONE -> throw DriverException.unavailable("wire: nobody answers");
          };
        }
      }

      @Override
      public void start() {
        synchronized (Hardware.this) {
          measures = true;
        }
      }

      @Override
      public boolean isSilent() {
        synchronized (Hardware.this) {
          return state == DeviceState.HANGING;
        }
      }

      @Override
      public void close() {
        synchronized (Hardware.this) {
          closed = true;
          Hardware.this.notifyAll();
        }
      }
    };
  }

  /// The link of this kind of device.
  interface Wire extends Link {
    /// The temperature in degrees Celsius; -9999 when it cannot be measured, [#ASLEEP] when it was
    /// not started.
    double ask() throws DriverException, InterruptedException;

    /// It measures from now on, until it is switched off.
    void start();

    /// Whether nothing comes now.
    boolean isSilent();
  }
}
