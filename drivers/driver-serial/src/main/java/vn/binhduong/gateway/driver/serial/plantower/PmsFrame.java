package vn.binhduong.gateway.driver.serial.plantower;

import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.driver.Framing;

/// A frame of a Plantower sensor.
///
///     42 4D  length  word 1 ... word n  check     length and words 16 bit, most significant byte first
///
/// The length counts the words and the check, in bytes; the check is the sum of all bytes before it.
/// Source: Plantower PMS5003 data manual V2.3 and PMS7003 V2.5, appendix I.
///
/// @param words the data, each 0 to 65535
record PmsFrame(List<Integer> words) {
  /// Length of the longest frame, 4 bytes of header and 18 words.
  static final int BYTES_MAX = 40;

  private static final int HEADER_BYTES = 4;

  /// The data words of an answer to a command: the command and its argument, one word and the
  /// check.
  static final int ANSWER_WORDS = 1;

  PmsFrame {
    words = List.copyOf(words);
  }

  int word(int index) {
    return words.get(index);
  }

  /// The frames of one model, and the answers to commands.
  static Framing<PmsFrame> framing(PmsModel model) {
    return (bytes, count) -> look(model, bytes, count);
  }

  private static Framing.Look<PmsFrame> look(PmsModel model, byte[] bytes, int count) {
    if (bytes[0] != 0x42 || (count > 1 && bytes[1] != 0x4D)) {
      return new Framing.Look.Nothing<>("expected 42 4D");
    }
    if (count < HEADER_BYTES) {
      return new Framing.Look.Unfinished<>();
    }
    int length = word(bytes, 2);
    int words = length / 2 - 1;
    if (length % 2 != 0 || (words != model.words() && words != ANSWER_WORDS)) {
      return new Framing.Look.Nothing<>(
          "expected length %d of a %s, found %d".formatted(2 * model.words() + 2, model, length));
    }
    int total = HEADER_BYTES + length;
    if (count < total) {
      return new Framing.Look.Unfinished<>();
    }
    int sum = 0;
    for (int i = 0; i < total - 2; i++) {
      sum += bytes[i] & 0xFF;
    }
    if (sum != word(bytes, total - 2)) {
      return new Framing.Look.Nothing<>(
          "expected check %04X, found %04X".formatted(sum, word(bytes, total - 2)));
    }
    List<Integer> data = new ArrayList<>(words);
    for (int i = 0; i < words; i++) {
      data.add(word(bytes, HEADER_BYTES + 2 * i));
    }
    return new Framing.Look.Found<>(new PmsFrame(data), total);
  }

  private static int word(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }
}
