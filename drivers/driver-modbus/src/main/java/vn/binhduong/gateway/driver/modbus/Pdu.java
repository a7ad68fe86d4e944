package vn.binhduong.gateway.driver.modbus;

import com.digitalpetri.modbus.ModbusPduSerializer.DefaultRequestSerializer;
import com.digitalpetri.modbus.exceptions.ModbusException;
import com.digitalpetri.modbus.pdu.ModbusPdu;
import com.digitalpetri.modbus.pdu.ReadCoilsRequest;
import com.digitalpetri.modbus.pdu.ReadDiscreteInputsRequest;
import com.digitalpetri.modbus.pdu.ReadHoldingRegistersRequest;
import com.digitalpetri.modbus.pdu.ReadInputRegistersRequest;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import vn.binhduong.gateway.driver.DriverException;

/// What TCP and RTU carry alike: the request without its address, and the check of the answer.
final class Pdu {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

  /// The bit that marks an exception response.
  static final int EXCEPTION = 0x80;

  private Pdu() {}

  /// The five bytes of a request.
  static byte[] encode(ReadRequest request) {
    int address = request.address();
    int count = request.count();
    ModbusPdu pdu =
        switch (request.function()) {
          case READ_COILS -> new ReadCoilsRequest(address, count);
          case READ_DISCRETE_INPUTS -> new ReadDiscreteInputsRequest(address, count);
          case READ_HOLDING_REGISTERS -> new ReadHoldingRegistersRequest(address, count);
          case READ_INPUT_REGISTERS -> new ReadInputRegistersRequest(address, count);
        };
    ByteBuffer buffer = ByteBuffer.allocate(5);
    try {
      DefaultRequestSerializer.INSTANCE.encode(pdu, buffer);
    } catch (ModbusException e) {
      throw new IllegalStateException("cannot encode " + request, e);
    }
    return buffer.array();
  }

  /// What the answer says.
  ///
  /// @param pdu function code and what follows it, without address and checksum
  /// @throws DriverException PROTOCOL when it is not an answer to the request
  static ModbusAnswer decode(ReadRequest request, byte[] pdu) throws DriverException {
    if (pdu.length == 0) {
      throw broken(request, "an empty answer", pdu);
    }
    int function = pdu[0] & 0xFF;
    if (function == (request.function().code() | EXCEPTION)) {
      if (pdu.length != 2) {
        throw broken(request, "an exception of %d bytes, expected 2".formatted(pdu.length), pdu);
      }
      return new ModbusAnswer.Refusal(request.function(), pdu[1] & 0xFF);
    }
    if (function != request.function().code()) {
      throw broken(request, "an answer to function 0x%02X".formatted(function), pdu);
    }
    int said = pdu.length < 2 ? -1 : pdu[1] & 0xFF;
    if (said != request.dataBytes() || pdu.length != 2 + said) {
      throw broken(
          request,
          "%d bytes of data, its byte count says %s, expected %d"
              .formatted(
                  Math.max(0, pdu.length - 2), said < 0 ? "nothing" : said, request.dataBytes()),
          pdu);
    }
    return new ModbusAnswer.Values(
        request.function().bits() ? bits(pdu, request.count()) : registers(pdu));
  }

  /// PROTOCOL, saying what came instead of an answer.
  static DriverException broken(ReadRequest request, String found, byte[] bytes) {
    return DriverException.protocol("%s: %s: %s".formatted(request, found, hex(bytes)));
  }

  /// At most 32 bytes in hex.
  static String hex(byte[] bytes) {
    String text = HEX.formatHex(bytes, 0, Math.min(32, bytes.length));
    return bytes.length > 32 ? text + " … (" + bytes.length + " bytes)" : text;
  }

  private static int[] registers(byte[] pdu) {
    var values = new int[(pdu.length - 2) / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((pdu[2 + 2 * i] & 0xFF) << 8) | (pdu[3 + 2 * i] & 0xFF);
    }
    return values;
  }

  private static int[] bits(byte[] pdu, int count) {
    var values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = (pdu[2 + i / 8] >>> (i % 8)) & 1;
    }
    return values;
  }
}
