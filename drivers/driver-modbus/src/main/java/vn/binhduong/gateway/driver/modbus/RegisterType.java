package vn.binhduong.gateway.driver.modbus;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// How the registers of one value are to be understood.
public enum RegisterType {
  /// One coil or discrete input.
  BIT(1),
  /// Signed, 16 bits.
  S16(1),
  /// Unsigned, 16 bits.
  U16(1),
  /// Signed, 32 bits.
  S32(2),
  /// Unsigned, 32 bits.
  U32(2),
  /// IEEE 754 single precision.
  F32(2),
  /// Signed, 64 bits.
  S64(4),
  /// Unsigned, 64 bits.
  U64(4),
  /// IEEE 754 double precision.
  F64(4);

  private final int registers;

  RegisterType(int registers) {
    this.registers = registers;
  }

  /// How many registers (or coils) one value takes.
  public int registers() {
    return registers;
  }

  /// Whether it is a floating point type.
  boolean floating() {
    return this == F32 || this == F64;
  }

  /// The number that the bits of one value mean, exactly as the instrument wrote it: a
  /// single-precision 23.4 is 23.4 and not 23.399999618530273.
  ///
  /// @param bits as [WordOrder#assemble] gives them
  /// @return the number, or null for NaN and the infinities
  @Nullable BigDecimal number(long bits) {
    return switch (this) {
      case BIT, U16, U32 -> BigDecimal.valueOf(bits);
      case S16 -> BigDecimal.valueOf(bits << 48 >> 48);
      case S32 -> BigDecimal.valueOf(bits << 32 >> 32);
      case S64 -> BigDecimal.valueOf(bits);
      case U64 -> new BigDecimal(unsigned(bits));
      case F32 -> {
        float value = Float.intBitsToFloat((int) bits);
        yield Float.isFinite(value) ? new BigDecimal(Float.toString(value)) : null;
      }
      case F64 -> {
        double value = Double.longBitsToDouble(bits);
        yield Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
      }
    };
  }

  /// Whether a value could be these bits, `marker` being written as a number (-9999) or as the
  /// pattern of its bits (0x7FFF, 0xFFFF).
  boolean canBe(long marker) {
    int bits = 16 * registers;
    return switch (this) {
      case BIT -> marker == 0 || marker == 1;
      case S16, U16, S32, U32 ->
          marker >= (this == U16 || this == U32 ? 0 : -(1L << (bits - 1))) && marker < 1L << bits;
      case F32, S64, U64, F64 -> true;
    };
  }

  /// Whether these bits are that marker, see [#canBe].
  boolean isMarker(long bits, long marker) {
    if (floating()) {
      BigDecimal number = number(bits);
      return number != null && number.compareTo(BigDecimal.valueOf(marker)) == 0;
    }
    long mask = registers == 4 ? -1L : (1L << (16 * registers)) - 1;
    return (bits & mask) == (marker & mask);
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }
}
