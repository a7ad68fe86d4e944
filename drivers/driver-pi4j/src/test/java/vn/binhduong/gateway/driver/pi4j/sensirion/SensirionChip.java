package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.binhduong.gateway.driver.testkit.I2cDevice;

/// A Sensirion chip as a test plays it: words by command.
final class SensirionChip implements I2cDevice {
  private final Map<Integer, int[]> answers = new HashMap<>();
  private final List<String> commands = new ArrayList<>();
  private final Set<Integer> needStart = new HashSet<>();
  private int start;
  private boolean started;
  private int[] answer = {};

  /// What it answers to a command of one or two bytes.
  SensirionChip on(int command, int... words) {
    answers.put(command, words);
    return this;
  }

  /// It answers some commands only after another one, until it is switched off.
  SensirionChip startedBy(int start, Integer... needStart) {
    this.start = start;
    this.needStart.addAll(List.of(needStart));
    return this;
  }

  @Override
  public void powerUp() {
    started = false;
  }

  /// Text in words, padded with zeros.
  static int[] text(String text, int words) {
    int[] out = new int[words];
    for (int i = 0; i < text.length(); i++) {
      out[i / 2] |= text.charAt(i) << (i % 2 == 0 ? 8 : 0);
    }
    return out;
  }

  /// Floats in words.
  static int[] floats(float... values) {
    int[] out = new int[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToIntBits(values[i]);
      out[2 * i] = bits >>> 16;
      out[2 * i + 1] = bits & 0xFFFF;
    }
    return out;
  }

  /// What was written to it, in hex.
  List<String> commands() {
    return commands;
  }

  @Override
  public void written(byte[] bytes) {
    commands.add(java.util.HexFormat.of().withUpperCase().formatHex(bytes));
    int command =
        bytes.length == 1 ? bytes[0] & 0xFF : ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
    started |= command == start;
    answer =
        needStart.contains(command) && !started
            ? new int[0]
            : answers.getOrDefault(command, new int[0]);
  }

  @Override
  public byte[] read(int count) {
    byte[] bytes = new byte[3 * answer.length];
    for (int i = 0; i < answer.length; i++) {
      bytes[3 * i] = (byte) (answer[i] >> 8);
      bytes[3 * i + 1] = (byte) answer[i];
      bytes[3 * i + 2] = (byte) Words.crc(answer[i]);
    }
    return bytes;
  }
}
