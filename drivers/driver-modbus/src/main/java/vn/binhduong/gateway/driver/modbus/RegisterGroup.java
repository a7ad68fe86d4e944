package vn.binhduong.gateway.driver.modbus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Registers that are read with one request.
///
/// @param function how to read them
/// @param address the first, as it goes over the wire
/// @param count how many
/// @param registers what stands in them, by address
record RegisterGroup(ReadFunction function, int address, int count, List<Register> registers) {
  RegisterGroup {
    registers = List.copyOf(registers);
  }

  ReadRequest request(int unitId) {
    return new ReadRequest(unitId, function, address, count);
  }

  /// Joins neighbours into as few requests as the map allows: a hole of at most its `max-gap`
  /// registers is read along, a request has at most its `max-count`, a value is never split.
  static List<RegisterGroup> of(RegisterMap map, List<Register> registers) {
    Map<ReadFunction, List<Register>> byFunction = new EnumMap<>(ReadFunction.class);
    for (Register register : registers) {
      byFunction.computeIfAbsent(map.functionOf(register), f -> new ArrayList<>()).add(register);
    }
    var groups = new ArrayList<RegisterGroup>();
    byFunction.forEach(
        (function, all) -> {
          all.sort(Comparator.comparingInt(Register::address));
          var open = new ArrayList<Register>();
          int end = 0;
          for (Register register : all) {
            int registerEnd = register.address() + register.length();
            if (!open.isEmpty()
                && (register.address() - end > map.maxGap()
                    || registerEnd - open.getFirst().address() > map.maxCount())) {
              groups.add(close(map, function, open, end));
              open.clear();
            }
            open.add(register);
            end = registerEnd;
          }
          groups.add(close(map, function, open, end));
        });
    return List.copyOf(groups);
  }

  private static RegisterGroup close(
      RegisterMap map, ReadFunction function, List<Register> registers, int end) {
    int first = registers.getFirst().address();
    return new RegisterGroup(function, first - map.addressBase(), end - first, registers);
  }
}
