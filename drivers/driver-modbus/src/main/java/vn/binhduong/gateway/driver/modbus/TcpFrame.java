package vn.binhduong.gateway.driver.modbus;

import com.digitalpetri.modbus.MbapHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One frame of Modbus TCP: header and PDU (Modbus Messaging on TCP/IP 1.0b, §3.1.3).
///
/// @param header as received; its protocol id is 0 and its length 2 to 254
/// @param body the PDU, one to 253 bytes
record TcpFrame(MbapHeader header, ByteBuffer body) {
  /// Bytes of a header.
  static final int HEADER_BYTES = 7;

  /// Most bytes of a frame.
  static final int BYTES_MAX = 260;

  int transaction() {
    return header.transactionId();
  }

  int unitId() {
    return header.unitId();
  }

  byte[] pdu() {
    var bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return bytes;
  }

  /// The bytes of a request.
  static ByteBuffer encode(int transaction, ReadRequest request) {
    byte[] pdu = Pdu.encode(request);
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + pdu.length);
    MbapHeader.Serializer.encode(
        new MbapHeader(transaction, 0, 1 + pdu.length, request.unitId()), buffer);
    return buffer.put(pdu).flip();
  }

  /// Takes the first whole frame out of what was received.
  ///
  /// @param received ready to be read; its position moves behind the frame
  /// @return null when no frame is whole yet
  /// @throws Garbage when no frame begins here, so that the stream cannot be read any further
  static @Nullable TcpFrame take(ByteBuffer received) throws Garbage {
    if (received.remaining() < HEADER_BYTES) {
      return null;
    }
    MbapHeader header = MbapHeader.Serializer.decode(received.duplicate());
    if (header.protocolId() != 0 || header.length() < 2 || header.length() > 254) {
      var bytes = new byte[Math.min(32, received.remaining())];
      received.duplicate().get(bytes);
      throw new Garbage(
          "not a Modbus TCP frame: protocol id %d (expected 0), length %d (expected 2 to 254): %s"
              .formatted(header.protocolId(), header.length(), Pdu.hex(bytes)));
    }
    if (received.remaining() < HEADER_BYTES - 1 + header.length()) {
      return null;
    }
    var pdu = new byte[header.length() - 1];
    received.position(received.position() + HEADER_BYTES);
    received.get(pdu);
    return new TcpFrame(header, ByteBuffer.wrap(pdu));
  }

  /// Bytes that are not Modbus TCP.
  static final class Garbage extends IOException {
    private static final long serialVersionUID = 1L;

    Garbage(String message) {
      super(message);
    }
  }
}
