package vn.binhduong.gateway.ioc.street;

import java.util.List;
import java.util.Map;

/// One simulated Modbus device: a register block and what its contents mean. Pure: the same seed
/// and time give the same registers.
interface Instrument {
  /// Function code of the one request it answers: 3 holding registers, 4 input registers.
  int functionCode();

  /// What it shows at a time.
  ///
  /// @param millis milliseconds since 1970
  Reading at(long millis);

  /// The registers of one moment.
  ///
  /// @param address address of the first register on the wire, from 0
  /// @param registers contents, each 0 to 65535
  /// @param values what they mean, by channel, in the unit of the channel: exactly the number that
  ///   a correct driver must emit
  record Reading(int address, List<Integer> registers, Map<String, Double> values) {
    public Reading {
      registers = List.copyOf(registers);
      values = Map.copyOf(values);
    }
  }
}
