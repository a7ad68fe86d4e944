package vn.binhduong.gateway.driver.modbus;

/// In which order the bytes of a value arrive, written as datasheets do for a 32-bit value whose
/// most significant byte is A. The standard order is ABCD.
public enum WordOrder {
  /// Most significant byte first.
  ABCD(false, false),
  /// Least significant word first, bytes in each word in the standard order.
  CDAB(true, false),
  /// Most significant word first, bytes in each word swapped.
  BADC(false, true),
  /// Least significant byte first.
  DCBA(true, true);

  private final boolean wordsReversed;
  private final boolean bytesSwapped;

  WordOrder(boolean wordsReversed, boolean bytesSwapped) {
    this.wordsReversed = wordsReversed;
    this.bytesSwapped = bytesSwapped;
  }

  /// The registers of one value as one number, the most significant bit of the value first.
  ///
  /// @param registers 1 to 4 registers as they came, each 0 to 65535
  /// @return the bits of the value, in the low 16, 32, 48 or 64 bits
  long assemble(int... registers) {
    long bits = 0;
    for (int i = 0; i < registers.length; i++) {
      int word = registers[wordsReversed ? registers.length - 1 - i : i];
      bits = (bits << 16) | (bytesSwapped ? swapped(word) : word);
    }
    return bits;
  }

  private static int swapped(int word) {
    return ((word & 0xFF) << 8) | (word >>> 8);
  }
}
