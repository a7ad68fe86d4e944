package vn.binhduong.gateway.driver.modbus;

/// One request to read adjacent registers or bits of one unit.
///
/// @param unitId the unit asked, 0 to 255 (on a serial line 1 to 247 by the standard; some devices
///   use 248 to 255; 0 only over TCP, where it means the peer itself)
/// @param function how to read
/// @param address the first register as it goes over the wire, 0 to 65535
/// @param count how many registers, 1 to 125, or bits, 1 to 2000
public record ReadRequest(int unitId, ReadFunction function, int address, int count) {
  public ReadRequest {
    check("unit id", unitId, 0, 255);
    check("address", address, 0, 0xFFFF);
    check("count", count, 1, function.countMax());
    if (address + count > 0x10000) {
      throw new IllegalArgumentException(
          "address %d and count %d reach beyond 65535".formatted(address, count));
    }
  }

  /// Bytes of data in the answer to this request.
  int dataBytes() {
    return function.bits() ? (count + 7) / 8 : 2 * count;
  }

  /// Whether an answer to `other` could be mistaken for an answer to this, where the protocol has
  /// no transaction id.
  boolean answeredAlike(ReadRequest other) {
    return unitId == other.unitId && function == other.function && dataBytes() == other.dataBytes();
  }

  /// For messages: `unit 1, 0x03 [READ_HOLDING_REGISTERS] 500..515`.
  @Override
  public String toString() {
    return "unit %d, %s %d..%d".formatted(unitId, function, address, address + count - 1);
  }

  private static void check(String what, int found, int min, int max) {
    if (found < min || found > max) {
      throw new IllegalArgumentException(
          "%s: expected %d to %d, found %d".formatted(what, min, max, found));
    }
  }
}
