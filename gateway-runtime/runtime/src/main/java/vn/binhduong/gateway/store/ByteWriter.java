package vn.binhduong.gateway.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Grows a byte array; fixed numbers are little-endian, `varint` is LEB128, `zigzag` a signed
/// varint.
final class ByteWriter {
  private byte[] bytes;
  private int size;

  ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void u8(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  void u32(int value) {
    room(4);
    for (int shift = 0; shift < 32; shift += 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void u64(long value) {
    room(8);
    for (int shift = 0; shift < 64; shift += 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  void varint(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void uuid(UUID value) {
    u64(value.getMostSignificantBits());
    u64(value.getLeastSignificantBits());
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    raw(utf8, utf8.length);
  }

  void append(ByteWriter other) {
    varint(other.size);
    raw(other.bytes, other.size);
  }

  /// Puts `magic`, `version` and a place for the checksum; [#sealed()] fills it.
  static ByteWriter framed(int magic, int version, int capacity) {
    ByteWriter writer = new ByteWriter(capacity);
    writer.u8(magic);
    writer.u8(version);
    writer.u32(0);
    return writer;
  }

  /// The bytes with the CRC-32C of all that follows the first 6 bytes, and of the first 2.
  byte[] sealed() {
    byte[] result = Arrays.copyOf(bytes, size);
    int crc = ByteReader.crc(result);
    for (int i = 0; i < 4; i++) {
      result[2 + i] = (byte) (crc >>> (8 * i));
    }
    return result;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  static int crc32c(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, data.length);
    return (int) crc.getValue();
  }

  private void raw(byte[] source, int length) {
    room(length);
    System.arraycopy(source, 0, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
