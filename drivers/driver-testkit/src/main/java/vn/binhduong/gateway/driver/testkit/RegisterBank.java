package vn.binhduong.gateway.driver.testkit;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The registers of a Modbus slave: what it answers to a request, without any transport.
/// Thread-safe.
///
/// Source: MODBUS Application Protocol Specification V1.1b3, sections 6.3, 6.4 and 7.
public final class RegisterBank {
  /// The two tables of 16-bit registers.
  public enum Table {
    /// Function 0x03.
    HOLDING(3),
    /// Function 0x04.
    INPUT(4);

    private final int function;

    Table(int function) {
      this.function = function;
    }
  }

  private static final int ILLEGAL_FUNCTION = 1;
  private static final int ILLEGAL_DATA_ADDRESS = 2;
  private static final int ILLEGAL_DATA_VALUE = 3;
  private static final int READ_MAX = 125;
  private static final int REQUEST_BYTES = 5;

  private record Key(Table table, int address) {}

  private final Map<Key, Integer> registers = new ConcurrentHashMap<>();
  private volatile int exception;

  /// Sets registers beginning at an address; each value counts by its lower 16 bits.
  ///
  /// @param address as on the wire, 0 to 65535
  public RegisterBank set(Table table, int address, int... values) {
    for (int i = 0; i < values.length; i++) {
      registers.put(new Key(table, address + i), values[i] & 0xFFFF);
    }
    return this;
  }

  /// From now on every request is refused with this exception code; 0 ends it.
  public RegisterBank refuse(int exceptionCode) {
    exception = exceptionCode;
    return this;
  }

  /// The answer to a request, both as PDU (function code and data).
  public byte[] answer(byte[] request) {
    int function = request.length == 0 ? 0 : request[0] & 0xFF;
    if (exception != 0) {
      return refusal(function, exception);
    }
    Optional<Table> table =
        Arrays.stream(Table.values()).filter(t -> t.function == function).findFirst();
    if (table.isEmpty()) {
      return refusal(function, ILLEGAL_FUNCTION);
    }
    if (request.length != REQUEST_BYTES) {
      return refusal(function, ILLEGAL_DATA_VALUE);
    }
    return read(table.get(), word(request, 1), word(request, 3));
  }

  private byte[] read(Table table, int address, int count) {
    if (count < 1 || count > READ_MAX) {
      return refusal(table.function, ILLEGAL_DATA_VALUE);
    }
    byte[] answer = new byte[2 + 2 * count];
    answer[0] = (byte) table.function;
    answer[1] = (byte) (2 * count);
    for (int i = 0; i < count; i++) {
      Integer value = registers.get(new Key(table, address + i));
      if (value == null) {
        return refusal(table.function, ILLEGAL_DATA_ADDRESS);
      }
      answer[2 + 2 * i] = (byte) (value >> 8);
      answer[3 + 2 * i] = (byte) (int) value;
    }
    return answer;
  }

  private static byte[] refusal(int function, int code) {
    return new byte[] {(byte) (function | 0x80), (byte) code};
  }

  private static int word(byte[] bytes, int from) {
    return ((bytes[from] & 0xFF) << 8) | (bytes[from + 1] & 0xFF);
  }
}
