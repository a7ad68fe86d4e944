package vn.binhduong.gateway.driver.serial.sps30;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// An SPS30 as a test plays it: measures when it was started, gives each measurement once.
final class Sps30Device implements SerialDevice {
  static final Sps30Settings SETTINGS =
      new Sps30Settings(Duration.ofSeconds(30), Duration.ofSeconds(2));

  /// Numbers whose bytes hold 7E, 7D, 11 and 13, so that the stuffing is needed.
  static final float[] VALUES = {
    Float.intBitsToFloat(0x41117E7D),
    Float.intBitsToFloat(0x41131113),
    12.75f,
    13.5f,
    61.25f,
    70.5f,
    71.25f,
    71.5f,
    71.625f,
    0.5625f
  };

  private boolean measures;
  private int state;
  private int nothingNew;

  /// From now on each answer has this state byte.
  void setState(int state) {
    this.state = state;
  }

  /// The next answers to a question for a measurement are empty.
  void nothingNew(int times) {
    nothingNew = times;
  }

  /// It has restarted.
  void restart() {
    measures = false;
  }

  @Override
  public void powerUp() {
    restart();
  }

  /// An answer, written as the datasheet says, apart from the code under test.
  static byte[] frame(int command, int state, byte... data) {
    var out = new ByteArrayOutputStream();
    out.write(0x7E);
    int sum = command + state + data.length;
    put(out, 0);
    put(out, command);
    put(out, state);
    put(out, data.length);
    for (byte value : data) {
      put(out, value & 0xFF);
      sum += value & 0xFF;
    }
    put(out, 255 - (sum & 0xFF));
    out.write(0x7E);
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, int value) {
    switch (value) {
      case 0x7E -> out.writeBytes(new byte[] {0x7D, 0x5E});
      case 0x7D -> out.writeBytes(new byte[] {0x7D, 0x5D});
      case 0x11 -> out.writeBytes(new byte[] {0x7D, 0x31});
      case 0x13 -> out.writeBytes(new byte[] {0x7D, 0x33});
      default -> out.write(value);
    }
  }

  @Override
  public byte[] answer(byte[] request) {
    int command = request.length > 2 && request[0] == 0x7E ? request[2] & 0xFF : -1;
    return switch (command) {
      case 0xD0 -> frame(0xD0, state, "A0B1C2D3E4F5\0".getBytes(StandardCharsets.US_ASCII));
      case 0xD1 -> frame(0xD1, state, new byte[] {2, 3, 0, 7, 0, 2, 0});
      case 0x00 -> {
        int error = measures ? 0x43 : state;
        measures = true;
        yield frame(0x00, error);
      }
      case 0x03 -> measurement();
      default -> SILENCE;
    };
  }

  private byte[] measurement() {
    if (!measures) {
      return frame(0x03, 0x43);
    }
    if (nothingNew > 0) {
      nothingNew--;
      return frame(0x03, state);
    }
    ByteBuffer data = ByteBuffer.allocate(4 * VALUES.length);
    for (float value : VALUES) {
      data.putFloat(value);
    }
    return frame(0x03, state, data.array());
  }
}
