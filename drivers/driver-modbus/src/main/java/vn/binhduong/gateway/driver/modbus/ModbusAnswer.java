package vn.binhduong.gateway.driver.modbus;

import com.digitalpetri.modbus.ExceptionCode;
import java.util.Arrays;

/// What a unit answered to a [ReadRequest]: values, or a refusal. No answer and a broken answer are
/// exceptions of the link.
public sealed interface ModbusAnswer {
  /// The values asked for, in order.
  final class Values implements ModbusAnswer {
    private final int[] values;

    Values(int... values) {
      this.values = values.clone();
    }

    /// How many registers or bits.
    public int size() {
      return values.length;
    }

    /// The register at `index` (0 to 65535) or the bit (0 or 1).
    public int at(int index) {
      return values[index];
    }

    /// `count` registers from `index`, each 0 to 65535.
    public int[] range(int index, int count) {
      return Arrays.copyOfRange(values, index, index + count);
    }

    @Override
    public String toString() {
      return "Values" + Arrays.toString(values);
    }
  }

  /// An exception response (Modbus Application Protocol 1.1b3, §7).
  ///
  /// @param function the function that was refused
  /// @param code the exception code, 0 to 255
  record Refusal(ReadFunction function, int code) implements ModbusAnswer {
    /// Whether the unit itself did not speak: a TCP gateway says that it could not reach it (0x0A
    /// GATEWAY_PATH_UNAVAILABLE, 0x0B GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND).
    public boolean unreachable() {
      return code == 0x0A || code == 0x0B;
    }

    /// Whether asking again soon may help (0x05 ACKNOWLEDGE, 0x06 SLAVE_DEVICE_BUSY).
    public boolean busy() {
      return code == 0x05 || code == 0x06;
    }

    /// Number and name: `exception 0x02 [ILLEGAL_DATA_ADDRESS] to 0x03 [READ_HOLDING_REGISTERS]`.
    @Override
    public String toString() {
      String name = ExceptionCode.from(code).map(Enum::name).orElse("UNKNOWN");
      return "exception 0x%02X [%s] to %s".formatted(code, name, function);
    }
  }
}
