package vn.binhduong.gateway.driver.modbus;

/// The four function codes that read (Modbus Application Protocol 1.1b3, §6.1 to §6.4).
public enum ReadFunction {
  /// 0x01, one bit each.
  READ_COILS(1, true),
  /// 0x02, one bit each.
  READ_DISCRETE_INPUTS(2, true),
  /// 0x03, 16 bits each.
  READ_HOLDING_REGISTERS(3, false),
  /// 0x04, 16 bits each.
  READ_INPUT_REGISTERS(4, false);

  private final int code;
  private final boolean bits;

  ReadFunction(int code, boolean bits) {
    this.code = code;
    this.bits = bits;
  }

  /// The function code, 1 to 4.
  public int code() {
    return code;
  }

  /// Whether it reads bits and not 16-bit registers.
  public boolean bits() {
    return bits;
  }

  /// The most that one request may ask for: 2000 bits or 125 registers.
  public int countMax() {
    return bits ? 2000 : 125;
  }

  /// The function of a code.
  ///
  /// @throws IllegalArgumentException when the code is not 1 to 4
  public static ReadFunction of(int code) {
    for (ReadFunction function : values()) {
      if (function.code == code) {
        return function;
      }
    }
    throw new IllegalArgumentException(
        "function: expected 1 (coils), 2 (discrete inputs), 3 (holding registers) or 4 (input"
            + " registers), found "
            + code);
  }

  /// Number and name, as `0x03 [READ_HOLDING_REGISTERS]`.
  @Override
  public String toString() {
    return "0x%02X [%s]".formatted(code, name());
  }
}
