package vn.binhduong.gateway.driver.serial.senseair;

import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.driver.Framing;

/// An answer of the S8: that of Modbus function 4 from any unit.
///
///     FE 04  n  n bytes  CRC (low byte first)        or, refused:  FE 84  exception  CRC
///
/// Source: Senseair, Modbus on Senseair S8, TDE2067; Modbus over Serial Line 1.02, §6.2.2.
///
/// @param exception 0, or why it refused
/// @param words input registers, each 0 to 65535
record S8Answer(int exception, List<Integer> words) {
  static final int BYTES_MAX = 64;

  private static final int READ = 0x04;
  private static final int REFUSED = 0x84;

  S8Answer {
    words = List.copyOf(words);
  }

  /// Asks for input registers.
  static byte[] request(int first, int count) {
    byte[] frame = {(byte) 0xFE, READ, 0, (byte) first, 0, (byte) count, 0, 0};
    int crc = crc(frame, 6);
    frame[6] = (byte) crc;
    frame[7] = (byte) (crc >> 8);
    return frame;
  }

  /// How answers are told apart.
  static final Framing<S8Answer> FRAMING = S8Answer::look;

  private static Framing.Look<S8Answer> look(byte[] bytes, int count) {
    if (at(bytes, 0) != 0xFE || (count > 1 && at(bytes, 1) != READ && at(bytes, 1) != REFUSED)) {
      return new Framing.Look.Nothing<>("expected FE 04");
    }
    if (count < 3) {
      return new Framing.Look.Unfinished<>();
    }
    boolean refused = at(bytes, 1) == REFUSED;
    int data = refused ? 0 : at(bytes, 2);
    int total = 3 + data + 2;
    if (data % 2 != 0 || (data == 0 && !refused) || total > BYTES_MAX) {
      return new Framing.Look.Nothing<>("expected a number of bytes, found " + data);
    }
    if (count < total) {
      return new Framing.Look.Unfinished<>();
    }
    int crc = crc(bytes, total - 2);
    int found = at(bytes, total - 1) << 8 | at(bytes, total - 2);
    if (crc != found) {
      return new Framing.Look.Nothing<>("expected CRC %04X, found %04X".formatted(crc, found));
    }
    List<Integer> words = new ArrayList<>();
    for (int i = 3; i < total - 2; i += 2) {
      words.add(at(bytes, i) << 8 | at(bytes, i + 1));
    }
    return new Framing.Look.Found<>(new S8Answer(refused ? at(bytes, 2) : 0, words), total);
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xFF;
  }

  /// CRC-16 of Modbus: polynomial A001 (reflected), begins with FFFF.
  static int crc(byte[] bytes, int count) {
    int crc = 0xFFFF;
    for (int i = 0; i < count; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xA001;
      }
    }
    return crc;
  }
}
