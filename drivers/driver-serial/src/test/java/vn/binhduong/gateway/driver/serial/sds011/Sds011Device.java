package vn.binhduong.gateway.driver.serial.sds011;

import java.time.Duration;
import java.util.Arrays;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// An SDS011 as a test plays it.
final class Sds011Device implements SerialDevice {
  static final Sds011Settings SETTINGS =
      new Sds011Settings(
          Sds011Settings.Mode.QUERY, false, Duration.ofSeconds(30), Duration.ofSeconds(2));

  /// The frame of the datasheet: 123.6 and 261.8 ug/m3.
  static final byte[] DATA = hex("AA C0 D4 04 3A 0A A1 60 1D AB");

  private static final int COMMAND_BYTES = 19;

  private boolean queried;
  private boolean asleep;

  static byte[] hex(String digits) {
    return SerialDevice.hex(digits);
  }

  boolean isAsleep() {
    return asleep;
  }

  @Override
  public void powerUp() {
    asleep = false; // what it reports and when, it keeps
  }

  @Override
  public byte[] speak() {
    return queried || asleep ? SILENCE : DATA.clone();
  }

  @Override
  public byte[] answer(byte[] request) {
    byte[] answer = SILENCE;
    for (int at = 0; at + COMMAND_BYTES <= request.length; at += COMMAND_BYTES) {
      answer = command(Arrays.copyOfRange(request, at, at + COMMAND_BYTES));
    }
    return answer;
  }

  private byte[] command(byte[] command) {
    switch (command[2]) {
      case 2 -> queried = command[4] == 1;
      case 4 -> {
        return asleep ? SILENCE : DATA.clone();
      }
      case 6 -> asleep = command[4] == 0;
      case 7 -> {
        return hex("AA C5 07 0F 07 0A A1 60 28 AB");
      }
      default -> throw new AssertionError("no command: " + command[2]);
    }
    byte[] answer = hex("AA C5 00 01 00 00 A1 60 00 AB");
    answer[2] = command[2];
    answer[4] = command[4];
    answer[8] = (byte) (command[2] + 1 + command[4] + 0xA1 + 0x60);
    return answer;
  }
}
