package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.util.HexFormat;

/// A device on a serial port, as a test plays it: what it answers, and what it says by itself. The
/// same one is put behind a [FakeSerialPort] and behind a pseudo terminal ([PtySerialPort]).
///
/// All methods are called from one thread at a time; those that say something only while the device
/// answers.
public interface SerialDevice {
  /// Nothing to say.
  byte[] SILENCE = {};

  /// What it answers to what was written; empty where it does not answer.
  default byte[] answer(byte[] request) {
    return SILENCE;
  }

  /// What it says by itself next; empty where it only answers.
  default byte[] speak() {
    return SILENCE;
  }

  /// Time between two things it says by itself.
  default Duration period() {
    return Duration.ofMillis(1);
  }

  /// It was switched off and on again: what it had been told is gone.
  default void powerUp() {}

  /// Bytes from hex digits; blanks allowed.
  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }
}
