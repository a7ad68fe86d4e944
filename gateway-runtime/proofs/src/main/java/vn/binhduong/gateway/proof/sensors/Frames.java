package vn.binhduong.gateway.proof.sensors;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/// What the slaves put on the wire: the answer to "read two holding registers", whole or broken.
/// Pure.
final class Frames {
  /// Bytes of the request: unit, function, address, count, CRC.
  static final int RTU_REQUEST_BYTES = 8;

  /// Bytes of a Modbus TCP header.
  static final int TCP_HEADER_BYTES = 7;

  private static final int FUNCTION = 3;

  private Frames() {}

  /// The answer on TCP.
  static byte[] tcp(int transaction, int unit, long ticks) {
    return ByteBuffer.allocate(TCP_HEADER_BYTES + 6)
        .putShort((short) transaction)
        .putShort((short) 0)
        .putShort((short) 7)
        .put((byte) unit)
        .put((byte) FUNCTION)
        .put((byte) 4)
        .putInt((int) ticks)
        .array();
  }

  /// The answer on a serial line.
  static byte[] rtu(int unit, long ticks) {
    byte[] frame =
        ByteBuffer.allocate(9)
            .put((byte) unit)
            .put((byte) FUNCTION)
            .put((byte) 4)
            .putInt((int) ticks)
            .array();
    int crc = crc(frame, 7);
    frame[7] = (byte) crc;
    frame[8] = (byte) (crc >> 8);
    return frame;
  }

  /// Whether the bytes are a request to read, CRC included.
  static boolean request(byte[] window) {
    int crc = crc(window, RTU_REQUEST_BYTES - 2);
    return window[1] == FUNCTION && window[6] == (byte) crc && window[7] == (byte) (crc >> 8);
  }

  /// The frame without its end.
  static byte[] half(byte[] frame) {
    return Arrays.copyOf(frame, frame.length - 3);
  }

  /// Bytes as many as the frame has, none of which could begin an answer.
  static byte[] garbage(byte[] frame, Random random) {
    byte[] bytes = new byte[frame.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0xC0 | random.nextInt(64));
    }
    return bytes;
  }

  /// CRC-16 of Modbus.
  static int crc(byte[] bytes, int length) {
    int crc = 0xFFFF;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
      }
    }
    return crc;
  }
}
