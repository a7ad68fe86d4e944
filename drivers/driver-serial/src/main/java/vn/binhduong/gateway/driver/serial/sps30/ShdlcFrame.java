package vn.binhduong.gateway.driver.serial.sps30;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.driver.Framing;

/// An answer in SHDLC.
///
///     7E  address  command  state  length  data ...  check  7E
///
/// Between the two 7E, the bytes 7E 7D 11 13 are written as 7D and themselves with bit 5 turned. The
/// check is the complement of the low byte of the sum of everything between.
/// Source: Sensirion SPS30 datasheet, version 1.0, §5.
///
/// @param command the command that is answered
/// @param state bit 7: an error flag of the device is set; the rest: 0 or an error of the command
/// @param data 0 to 255 values of 0 to 255
record ShdlcFrame(int command, int state, List<Integer> data) {
  /// Longest frame: each byte but the two ends written as two.
  static final int BYTES_MAX = 2 + 2 * (5 + 255);

  private static final int EDGE = 0x7E;
  private static final int ESCAPE = 0x7D;
  private static final int ESCAPE_BIT = 0x20;
  private static final int LEAST_BYTES = 5;

  ShdlcFrame {
    data = List.copyOf(data);
  }

  /// Error of the command, 0 where there is none.
  int error() {
    return state & 0x7F;
  }

  /// Whether an error flag of the device is set.
  boolean deviceError() {
    return (state & 0x80) != 0;
  }

  /// The n-th 32-bit float of the data, most significant byte first.
  float number(int index) {
    ByteBuffer four = ByteBuffer.allocate(4);
    data.subList(4 * index, 4 * index + 4).forEach(value -> four.put(value.byteValue()));
    return four.getFloat(0);
  }

  /// The data as text, up to the first zero.
  String text() {
    var bytes = new ByteArrayOutputStream();
    data.stream().takeWhile(value -> value != 0).forEach(bytes::write);
    return bytes.toString(StandardCharsets.US_ASCII);
  }

  /// How answers are told apart.
  static final Framing<ShdlcFrame> FRAMING = ShdlcFrame::look;

  private static Framing.Look<ShdlcFrame> look(byte[] bytes, int count) {
    if (bytes[0] != EDGE) {
      return new Framing.Look.Nothing<>("expected 7E");
    }
    int end = 1;
    while (end < count && bytes[end] != EDGE) {
      end++;
    }
    if (end == count) {
      return new Framing.Look.Unfinished<>();
    }
    List<Integer> content = new ArrayList<>(end);
    for (int i = 1; i < end; i++) {
      int value = bytes[i] & 0xFF;
      if (value == ESCAPE && i + 1 < end) {
        i++;
        value = (bytes[i] & 0xFF) ^ ESCAPE_BIT;
        if (value != EDGE && value != ESCAPE && value != 0x11 && value != 0x13) {
          return new Framing.Look.Nothing<>("%02X needs no 7D before it".formatted(value));
        }
      } else if (value == ESCAPE || value == 0x11 || value == 0x13) {
        return new Framing.Look.Nothing<>("expected %02X to be escaped".formatted(value));
      }
      content.add(value);
    }
    return check(content, end + 1);
  }

  private static Framing.Look<ShdlcFrame> check(List<Integer> content, int length) {
    int size = content.size();
    if (size < LEAST_BYTES || content.get(3) != size - LEAST_BYTES) {
      return new Framing.Look.Nothing<>(
          "expected a length that fits, found %d bytes between 7E and 7E".formatted(size));
    }
    int sum = content.subList(0, size - 1).stream().mapToInt(Integer::intValue).sum();
    if (content.getLast() != (~sum & 0xFF)) {
      return new Framing.Look.Nothing<>(
          "expected check %02X, found %02X".formatted(~sum & 0xFF, content.getLast()));
    }
    return new Framing.Look.Found<>(
        new ShdlcFrame(content.get(1), content.get(2), content.subList(4, size - 1)), length);
  }

  /// A command, ready to send.
  static byte[] command(int command, int... data) {
    int sum = command + data.length;
    var out = new ByteArrayOutputStream();
    out.write(EDGE);
    put(out, 0);
    put(out, command);
    put(out, data.length);
    for (int value : data) {
      put(out, value);
      sum += value;
    }
    put(out, ~sum & 0xFF);
    out.write(EDGE);
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, int value) {
    if (value == EDGE || value == ESCAPE || value == 0x11 || value == 0x13) {
      out.write(ESCAPE);
      out.write(value ^ ESCAPE_BIT);
    } else {
      out.write(value);
    }
  }
}
