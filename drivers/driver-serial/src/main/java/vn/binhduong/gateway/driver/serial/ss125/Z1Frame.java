package vn.binhduong.gateway.driver.serial.ss125;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import vn.binhduong.gateway.driver.Framing;

/// A packet of the protocol Z1: a header and a body, each with its own check. Numbers have the high
/// byte first.
///
///     'Z' '1'  sub  id(2)  sub  id(2)  sequence  n  CRC  |  message  sub-id  type  ... (n bytes)  CRC
///              to          from
///
/// Source: the module `ss125` of IRIS (Minnesota Department of Transportation), which polls these
/// sensors; the maker does not publish the protocol.
///
/// @param to id of the receiver; 0 is the one who asks
/// @param from id of the sender, 0 to 65535
/// @param sequence number of the packet, 0 to 255
/// @param body bytes of the body without its check, each 0 to 255
record Z1Frame(int to, int from, int sequence, List<Integer> body) {
  static final int HEADER_BYTES = 11;
  static final int BODY_BYTES_MIN = 3;
  static final int BODY_BYTES_MAX = 244;
  static final int BYTES_MAX = HEADER_BYTES + BODY_BYTES_MAX + 1;

  /// Type of a request that reads, and of its answer.
  static final int READ = 0;

  /// Type of an answer that holds no data but a result.
  static final int RESULT = 2;

  private static final int POLYNOMIAL = 0x1C;

  /// How packets are told apart.
  static final Framing<Z1Frame> FRAMING = Z1Frame::look;

  Z1Frame {
    body = List.copyOf(body);
  }

  /// Asks the sensor `id` for a message.
  ///
  /// @param data what follows message, sub-id and type
  static byte[] request(int id, int sequence, int message, byte... data) {
    int length = BODY_BYTES_MIN + data.length;
    byte[] frame = new byte[HEADER_BYTES + length + 1];
    frame[0] = 'Z';
    frame[1] = '1';
    frame[3] = (byte) (id >> 8);
    frame[4] = (byte) id;
    frame[8] = (byte) sequence;
    frame[9] = (byte) length;
    frame[10] = (byte) crc(frame, 0, HEADER_BYTES - 1);
    frame[HEADER_BYTES] = (byte) message;
    frame[HEADER_BYTES + 2] = READ;
    System.arraycopy(data, 0, frame, HEADER_BYTES + BODY_BYTES_MIN, data.length);
    frame[HEADER_BYTES + length] = (byte) crc(frame, HEADER_BYTES, HEADER_BYTES + length);
    return frame;
  }

  private static Framing.Look<Z1Frame> look(byte[] bytes, int count) {
    if (bytes[0] != 'Z' || (count > 1 && bytes[1] != '1')) {
      return new Framing.Look.Nothing<>("expected Z1");
    }
    if (count < HEADER_BYTES) {
      return new Framing.Look.Unfinished<>();
    }
    int length = bytes[9] & 0xFF;
    int crc = crc(bytes, 0, HEADER_BYTES - 1);
    int found = bytes[10] & 0xFF;
    if (crc != found || length < BODY_BYTES_MIN || length > BODY_BYTES_MAX) {
      return new Framing.Look.Nothing<>(
          "header: expected %d to %d bytes and CRC %02X, found %d and %02X"
              .formatted(BODY_BYTES_MIN, BODY_BYTES_MAX, crc, length, found));
    }
    int total = HEADER_BYTES + length + 1;
    if (count < total) {
      return new Framing.Look.Unfinished<>();
    }
    crc = crc(bytes, HEADER_BYTES, total - 1);
    found = bytes[total - 1] & 0xFF;
    if (crc != found) {
      return new Framing.Look.Nothing<>(
          "body: expected CRC %02X, found %02X".formatted(crc, found));
    }
    List<Integer> body = new ArrayList<>(length);
    for (int i = HEADER_BYTES; i < total - 1; i++) {
      body.add(bytes[i] & 0xFF);
    }
    return new Framing.Look.Found<>(
        new Z1Frame(
            (bytes[3] & 0xFF) << 8 | (bytes[4] & 0xFF),
            (bytes[6] & 0xFF) << 8 | (bytes[7] & 0xFF),
            bytes[8] & 0xFF,
            body),
        total);
  }

  /// CRC-8 with polynomial 1C, begins with 0, not reflected. Its two low bits are always 0, so it
  /// tells 64 values apart.
  static int crc(byte[] bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x80) == 0 ? crc << 1 : (crc << 1 ^ POLYNOMIAL) & 0xFF;
      }
    }
    return crc;
  }

  int message() {
    return u8(0);
  }

  /// Of an answer with several packets the number of this one, from 0.
  int subId() {
    return u8(1);
  }

  int type() {
    return u8(2);
  }

  int u8(int at) {
    return body.get(at);
  }

  int u16(int at) {
    return u8(at) << 8 | u8(at + 1);
  }

  int u24(int at) {
    return u16(at) << 8 | u8(at + 2);
  }

  long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  /// 8 bits before the point and 8 behind it.
  double fixed16(int at) {
    return u16(at) / 256.0;
  }

  /// A bit that says whether there is a number, 15 bits with a sign before the point, and 8 behind
  /// it that go away from zero.
  OptionalDouble fixed24(int at) {
    if ((u8(at) & 0x80) == 0) {
      return OptionalDouble.empty();
    }
    int whole = (short) (u16(at) << 1) >> 1;
    double part = u8(at + 2) / 256.0;
    return OptionalDouble.of(whole < 0 ? whole - part : whole + part);
  }

  /// A count or a time of 24 bits; one with its highest bit set means that there is none.
  OptionalDouble counted(int at) {
    int value = u24(at);
    return value < 1 << 23 ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /// Text, filled up with zeros or blanks.
  String text(int at, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) u8(at + i);
    }
    return new String(bytes, StandardCharsets.US_ASCII).replaceAll("[^\\x20-\\x7E]", " ").strip();
  }

  /// Date and time, UTC: year (12 bits), month (4), day (5), and hour (5), minute (6), second (6),
  /// millisecond (10). Empty where it is no date.
  Optional<Instant> time(int at) {
    long date = u32(at);
    long time = u32(at + 4);
    try {
      LocalDate day = LocalDate.of(bits(date, 9, 12), bits(date, 5, 4), bits(date, 0, 5));
      LocalTime clock =
          LocalTime.of(
              bits(time, 22, 5),
              bits(time, 16, 6),
              bits(time, 10, 6),
              Math.multiplyExact(bits(time, 0, 10), 1_000_000));
      return Optional.of(day.atTime(clock).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  private static int bits(long value, int from, int count) {
    return (int) (value >> from) & (1 << count) - 1;
  }
}
