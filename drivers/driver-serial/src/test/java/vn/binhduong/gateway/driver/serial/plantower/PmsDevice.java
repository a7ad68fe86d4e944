package vn.binhduong.gateway.driver.serial.plantower;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// A PMS5003 as a test plays it: speaks by itself until it is told to be asked, sleeps and wakes.
final class PmsDevice implements SerialDevice {
  static final Pms5003Settings SETTINGS =
      new Pms5003Settings(
          PmsModel.PMS5003,
          Pms5003Settings.Mode.ACTIVE,
          false,
          Duration.ofSeconds(30),
          Duration.ofSeconds(2));

  /// Words with other high and low bytes each, so that a swap or a wrong index shows.
  static final int[] WORDS = {
    0x0102, 0x0103, 0x0104, 0x0017, 0x0122, 0x0333, 0x1401, 0x0502, 0x0203, 0x0104, 0x0105, 0x0006,
    0x9700
  };

  private final int[] words;
  private boolean passive;
  private boolean asleep;

  PmsDevice() {
    this(WORDS);
  }

  PmsDevice(int... words) {
    this.words = words.clone();
  }

  /// A frame with these words and its check.
  static byte[] frame(int... words) {
    byte[] frame = new byte[4 + 2 * words.length + 2];
    frame[0] = 0x42;
    frame[1] = 0x4D;
    put(frame, 2, 2 * words.length + 2);
    for (int i = 0; i < words.length; i++) {
      put(frame, 4 + 2 * i, words[i]);
    }
    int sum = 0;
    for (byte value : Arrays.copyOf(frame, frame.length - 2)) {
      sum += value & 0xFF;
    }
    put(frame, frame.length - 2, sum);
    return frame;
  }

  private static void put(byte[] bytes, int at, int word) {
    bytes[at] = (byte) (word >> 8);
    bytes[at + 1] = (byte) word;
  }

  boolean isAsleep() {
    return asleep;
  }

  @Override
  public void powerUp() {
    passive = false;
    asleep = false;
  }

  @Override
  public byte[] speak() {
    return passive || asleep ? SILENCE : frame(words);
  }

  /// Commands come one by one, or several at once on a slow line.
  @Override
  public byte[] answer(byte[] request) {
    String hex = HexFormat.of().formatHex(request);
    byte[] answer = SILENCE;
    for (int at = 0; at + 14 <= hex.length(); at += 14) {
      answer = command(hex.substring(at, at + 14));
    }
    return answer;
  }

  private byte[] command(String hex) {
    return switch (hex) {
      case "424de100000170" -> {
        passive = true;
        yield frame(0xE100);
      }
      case "424de100010171" -> {
        passive = false;
        yield frame(0xE101);
      }
      case "424de200000171" -> asleep ? SILENCE : frame(words);
      case "424de400000173" -> {
        asleep = true;
        yield frame(0xE400);
      }
      case "424de400010174" -> {
        asleep = false;
        yield SILENCE;
      }
      default -> throw new AssertionError("no command: " + hex);
    };
  }
}
