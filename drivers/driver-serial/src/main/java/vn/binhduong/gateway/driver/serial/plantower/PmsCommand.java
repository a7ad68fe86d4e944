package vn.binhduong.gateway.driver.serial.plantower;

/// A command of the gateway: `42 4D`, the command, its argument in two bytes, and the sum of all.
///
/// Source: Plantower PMS5003 data manual V2.3, appendix II.
enum PmsCommand {
  /// From now on it speaks only when asked.
  PASSIVE(0xE1, 0),
  /// From now on it speaks by itself.
  ACTIVE(0xE1, 1),
  /// Asks for one frame.
  READ(0xE2, 0),
  /// Fan and laser off.
  SLEEP(0xE4, 0),
  /// Fan and laser on.
  WAKE(0xE4, 1);

  private final int code;
  private final int argument;

  PmsCommand(int code, int argument) {
    this.code = code;
    this.argument = argument;
  }

  byte[] bytes() {
    int sum = 0x42 + 0x4D + code + argument;
    return new byte[] {0x42, 0x4D, (byte) code, 0, (byte) argument, (byte) (sum >> 8), (byte) sum};
  }
}
