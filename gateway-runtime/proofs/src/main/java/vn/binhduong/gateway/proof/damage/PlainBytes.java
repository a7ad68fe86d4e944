package vn.binhduong.gateway.proof.damage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Reads the numbers and texts of the store's written forms: little-endian, LEB128, zigzag. Throws
/// [IndexOutOfBoundsException] where the bytes end early.
///
/// Written for the proof from the description of the format alone, so that a mistake in the
/// product's reader is not repeated here.
final class PlainBytes {
  private final byte[] bytes;
  private final int end;
  private int at;

  PlainBytes(byte[] bytes, int from, int end) {
    if (end > bytes.length || from > end || from < 0) {
      throw new IndexOutOfBoundsException(from + ".." + end + " of " + bytes.length);
    }
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /// Whether a framed form (magic, version, CRC-32C of all but the checksum itself) is whole.
  static boolean whole(byte[] framed, int magic) {
    if (framed.length < 6 || (framed[0] & 0xFF) != magic) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(framed, 0, 2);
    crc.update(framed, 6, framed.length - 6);
    return new PlainBytes(framed, 2, 6).u32() == (int) crc.getValue();
  }

  /// A reader behind the frame.
  static PlainBytes behindFrame(byte[] framed) {
    return new PlainBytes(framed, 6, framed.length);
  }

  int u8() {
    if (at >= end) {
      throw new IndexOutOfBoundsException("ends at " + end);
    }
    return bytes[at++] & 0xFF;
  }

  int u32() {
    return u8() | (u8() << 8) | (u8() << 16) | (u8() << 24);
  }

  long u64() {
    return (u32() & 0xFFFF_FFFFL) | ((long) u32() << 32);
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = u8();
      value |= (next & 0x7FL) << shift;
      if (next < 128) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a varint of more than 10 bytes");
  }

  int count() {
    long value = varint();
    if (value < 0 || value > end - at) {
      throw new IndexOutOfBoundsException("a count of " + value);
    }
    return (int) value;
  }

  long zigzag() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  UUID uuid() {
    long most = u64();
    return new UUID(most, u64());
  }

  String text() {
    int length = count();
    at += length;
    return new String(Arrays.copyOfRange(bytes, at - length, at), StandardCharsets.UTF_8);
  }

  PlainBytes part() {
    int length = count();
    at += length;
    return new PlainBytes(bytes, at - length, at);
  }
}
