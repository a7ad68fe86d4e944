package vn.binhduong.gateway.store;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Reads what [ByteWriter] wrote; every length is checked, so that damaged bytes end in a
/// [FormatException] and never in a huge allocation.
final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private int at;

  ByteReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ByteReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// A reader behind the frame, once magic, version and checksum are right.
  static ByteReader framed(byte[] bytes, int magic, int version, String what)
      throws FormatException {
    ByteReader reader = new ByteReader(bytes);
    int foundMagic = reader.u8();
    int foundVersion = reader.u8();
    if (foundMagic != magic) {
      throw new FormatException(
          "%s: expected magic 0x%02X, found 0x%02X".formatted(what, magic, foundMagic));
    }
    if (foundVersion != version) {
      throw new FormatException(
          "%s: expected format version %d, found %d".formatted(what, version, foundVersion));
    }
    int stated = reader.u32();
    int computed = crc(bytes);
    if (stated != computed) {
      throw new FormatException(
          "%s: checksum stated 0x%08X, computed 0x%08X".formatted(what, stated, computed));
    }
    return reader;
  }

  static int crc(byte[] framed) {
    CRC32C crc = new CRC32C();
    crc.update(framed, 0, 2);
    crc.update(framed, 6, framed.length - 6);
    return (int) crc.getValue();
  }

  boolean exhausted() {
    return at == end;
  }

  int u8() throws FormatException {
    need(1);
    return bytes[at++] & 0xFF;
  }

  int u32() throws FormatException {
    need(4);
    int value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (bytes[at++] & 0xFF) << shift;
    }
    return value;
  }

  long u64() throws FormatException {
    need(8);
    long value = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      value |= (bytes[at++] & 0xFFL) << shift;
    }
    return value;
  }

  long varint() throws FormatException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new FormatException("varint longer than 10 bytes");
  }

  /// A varint that counts things of at least one byte each, so never more than the bytes left.
  int count() throws FormatException {
    long value = varint();
    if (value < 0 || value > end - at) {
      throw new FormatException("count %d with %d bytes left".formatted(value, end - at));
    }
    return (int) value;
  }

  long zigzag() throws FormatException {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  UUID uuid() throws FormatException {
    long most = u64();
    return new UUID(most, u64());
  }

  String text() throws FormatException {
    int length = count();
    String value = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  /// A reader over the next length-prefixed part; this one goes on behind it.
  ByteReader part() throws FormatException {
    int length = count();
    ByteReader part = new ByteReader(bytes, at, at + length);
    at += length;
    return part;
  }

  private void need(int count) throws FormatException {
    if (end - at < count) {
      throw new FormatException("ends %d bytes early".formatted(count - (end - at)));
    }
  }
}
