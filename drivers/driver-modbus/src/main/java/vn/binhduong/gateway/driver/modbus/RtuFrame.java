package vn.binhduong.gateway.driver.modbus;

import com.digitalpetri.modbus.Crc16;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;

/// Frames of Modbus RTU: unit, PDU, CRC with its low byte first (Modbus over Serial Line 1.02,
/// §2.5.1). The line has no frame boundaries that software could see, so an answer is looked for in
/// all that was received.
final class RtuFrame {
  /// Most bytes of a frame.
  static final int BYTES_MAX = 256;

  /// Bytes of an exception response.
  private static final int EXCEPTION_BYTES = 5;

  /// Unit, function and byte count before the data, CRC after it.
  private static final int AROUND_DATA_BYTES = 5;

  private RtuFrame() {}

  /// The eight bytes of a request.
  static byte[] encode(ReadRequest request) {
    byte[] pdu = Pdu.encode(request);
    var frame = new byte[pdu.length + 3];
    frame[0] = (byte) request.unitId();
    System.arraycopy(pdu, 0, frame, 1, pdu.length);
    int crc = crc(frame, 0, frame.length - 2);
    frame[frame.length - 2] = (byte) crc;
    frame[frame.length - 1] = (byte) (crc >>> 8);
    return frame;
  }

  /// CRC-16 of Modbus; the low byte goes first over the line.
  static int crc(byte[] bytes, int from, int length) {
    var crc = new Crc16();
    for (int i = from; i < from + length; i++) {
      crc.update(bytes[i]);
    }
    return crc.getValue();
  }

  /// The answer to a request in what was received, or null when it is not (yet) there. Noise and
  /// answers of others before it are passed over; a frame counts only when unit, function, length
  /// and CRC are right.
  static @Nullable ModbusAnswer find(ReadRequest request, byte[] received) throws DriverException {
    for (int from = 0; from + EXCEPTION_BYTES <= received.length; from++) {
      int length = expectedLength(request, received, from);
      if (length > 0 && from + length <= received.length && crcFits(received, from, length)) {
        return Pdu.decode(request, Arrays.copyOfRange(received, from + 1, from + length - 2));
      }
    }
    return null;
  }

  /// Whether what was received is the whole answer, but damaged, so that waiting on is useless
  /// where the line has fallen silent.
  static boolean damaged(ReadRequest request, byte[] received) {
    int length = received.length < 2 ? 0 : expectedLength(request, received, 0);
    return length > 0 && received.length >= length && !crcFits(received, 0, length);
  }

  /// Why what was received is no answer.
  static DriverException verdict(ReadRequest request, byte[] received, long waitedMillis) {
    if (received.length == 0) {
      return DriverException.unavailable(
          "%s: no answer within %d ms".formatted(request, waitedMillis));
    }
    int unit = received[0] & 0xFF;
    if (received.length >= 4 && crcFits(received, 0, received.length)) {
      if (unit != request.unitId()) {
        return Pdu.broken(request, "an answer of unit " + unit, received);
      }
      try {
        Pdu.decode(request, Arrays.copyOfRange(received, 1, received.length - 2));
      } catch (DriverException e) {
        return e;
      }
    }
    int expected = received.length < 2 ? 0 : expectedLength(request, received, 0);
    if (unit == request.unitId() && (received.length < 3 || expected > received.length)) {
      return Pdu.broken(
          request,
          "a short answer, %d of %d bytes"
              .formatted(received.length, AROUND_DATA_BYTES + request.dataBytes()),
          received);
    }
    if (expected > 0 && received.length >= expected) {
      int found = (received[expected - 2] & 0xFF) | ((received[expected - 1] & 0xFF) << 8);
      return Pdu.broken(
          request,
          "an answer with CRC 0x%04X, expected 0x%04X"
              .formatted(found, crc(received, 0, expected - 2)),
          received);
    }
    return Pdu.broken(request, "bytes that are no answer", received);
  }

  /// The length of the answer that seems to begin at `from`, by its first bytes; 0 when no answer
  /// to the request begins there.
  private static int expectedLength(ReadRequest request, byte[] received, int from) {
    if ((received[from] & 0xFF) != request.unitId()) {
      return 0;
    }
    int function = received[from + 1] & 0xFF;
    if (function == (request.function().code() | Pdu.EXCEPTION)) {
      return EXCEPTION_BYTES;
    }
    boolean fits =
        function == request.function().code()
            && (received.length < from + 3 || (received[from + 2] & 0xFF) == request.dataBytes());
    return fits ? AROUND_DATA_BYTES + request.dataBytes() : 0;
  }

  private static boolean crcFits(byte[] bytes, int from, int length) {
    int crc = crc(bytes, from, length - 2);
    return bytes[from + length - 2] == (byte) crc && bytes[from + length - 1] == (byte) (crc >>> 8);
  }
}
