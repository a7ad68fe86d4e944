package vn.binhduong.gateway.driver.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// Modbus RTU slaves on one line, over a pair of streams (the far end of a pty), with faults on
/// demand. Serves requests to read registers, which are eight bytes long.
///
/// Source: MODBUS over Serial Line Specification V1.02, section 2.5.1 and appendix B.
public final class ModbusRtuSlave {
  private static final int REQUEST_BYTES = 8;
  private static final int CRC_BYTES = 2;

  private final InputStream in;
  private final OutputStream out;
  private final Map<Integer, RegisterBank> units = new ConcurrentHashMap<>();
  private final Map<Integer, SlaveFault> faults = new ConcurrentHashMap<>();
  private final Random garbage = new Random(7);

  /// Slaves that hear `in` and speak on `out`; nothing happens before [#serve()].
  public ModbusRtuSlave(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// The registers of a unit, which exists from now on. Requests to other units stay unanswered.
  public RegisterBank unit(int unit) {
    return units.computeIfAbsent(unit, ignored -> new RegisterBank());
  }

  /// From now on a unit misbehaves like this.
  public void fault(int unit, SlaveFault fault) {
    faults.put(unit, fault);
  }

  /// Serves on the calling thread until the line ends. Bytes that are no request are skipped one by
  /// one until a checksum fits again.
  public void serve() throws IOException, InterruptedException {
    byte[] window = new byte[REQUEST_BYTES];
    int filled = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      window[filled++] = (byte) next;
      if (filled == REQUEST_BYTES) {
        if (hasValidCrc(window)) {
          answer(window);
          filled = 0;
        } else {
          System.arraycopy(window, 1, window, 0, --filled);
        }
      }
    }
  }

  private void answer(byte[] request) throws IOException, InterruptedException {
    int unit = request[0] & 0xFF;
    RegisterBank bank = units.get(unit);
    if (bank == null) {
      return;
    }
    byte[] pdu = bank.answer(Arrays.copyOfRange(request, 1, REQUEST_BYTES - CRC_BYTES));
    byte[] frame = frame(unit, pdu);
    switch (faults.getOrDefault(unit, SlaveFault.NONE)) {
      case NONE -> send(frame);
      case HANG -> {}
      case SHORT_FRAME -> send(Arrays.copyOf(frame, frame.length - 3));
      case WRONG_UNIT -> send(frame(unit + 1, pdu));
      case WRONG_TRANSACTION -> {
        pdu[0] ^= 0x07;
        send(frame(unit, pdu));
      }
      case WRONG_CHECKSUM -> {
        frame[frame.length - 1] ^= 0x55;
        send(frame);
      }
      case LATE -> {
        Thread.sleep(ModbusTcpSlave.LATE);
        send(frame);
      }
      case DISCONNECT -> out.close();
      case GARBAGE -> {
        garbage.nextBytes(frame);
        send(frame);
      }
    }
  }

  private void send(byte[] frame) throws IOException {
    out.write(frame);
    out.flush();
  }

  private static byte[] frame(int unit, byte[] pdu) {
    byte[] frame = new byte[1 + pdu.length + CRC_BYTES];
    frame[0] = (byte) unit;
    System.arraycopy(pdu, 0, frame, 1, pdu.length);
    int crc = crc(frame, 1 + pdu.length);
    frame[frame.length - 2] = (byte) crc;
    frame[frame.length - 1] = (byte) (crc >> 8);
    return frame;
  }

  private static boolean hasValidCrc(byte[] frame) {
    int crc = crc(frame, frame.length - CRC_BYTES);
    return frame[frame.length - 2] == (byte) crc && frame[frame.length - 1] == (byte) (crc >> 8);
  }

  /// CRC-16 of the first `length` bytes: polynomial 0xA001 reflected, start 0xFFFF; sent low byte
  /// first.
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
