package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RegisterTypeTest {
  private static final long SEED = 20_251_123;

  // Every 16-bit pattern has one signed and one unsigned meaning.
  @Test
  void all16BitPatterns() {
    for (int word = 0; word <= 0xFFFF; word++) {
      assertThat(RegisterType.U16.number(WordOrder.ABCD.assemble(word)))
          .isEqualTo(BigDecimal.valueOf(word));
      assertThat(RegisterType.S16.number(WordOrder.ABCD.assemble(word)))
          .isEqualTo(BigDecimal.valueOf(word < 0x8000 ? word : word - 0x10000));
      int swapped = Integer.reverseBytes(word) >>> 16;
      assertThat(WordOrder.BADC.assemble(word)).isEqualTo(swapped);
      assertThat(WordOrder.DCBA.assemble(word)).isEqualTo(swapped);
      assertThat(WordOrder.CDAB.assemble(word)).isEqualTo(word);
    }
  }

  // The four orders are named by where the bytes of 0x0A0B0C0D go.
  @ParameterizedTest
  @CsvSource({"ABCD, 0A0B, 0C0D", "CDAB, 0C0D, 0A0B", "BADC, 0B0A, 0D0C", "DCBA, 0D0C, 0B0A"})
  void orderOfTwoRegisters(WordOrder order, String first, String second) {
    assertThat(order.assemble(Integer.parseInt(first, 16), Integer.parseInt(second, 16)))
        .isEqualTo(0x0A0B0C0D);
  }

  // The same rule carried on to 64 bits.
  @ParameterizedTest
  @CsvSource({
    "ABCD, 0102, 0304, 0506, 0708",
    "CDAB, 0708, 0506, 0304, 0102",
    "BADC, 0201, 0403, 0605, 0807",
    "DCBA, 0807, 0605, 0403, 0201"
  })
  void orderOfFourRegisters(WordOrder order, String a, String b, String c, String d) {
    assertThat(
            order.assemble(
                Integer.parseInt(a, 16),
                Integer.parseInt(b, 16),
                Integer.parseInt(c, 16),
                Integer.parseInt(d, 16)))
        .isEqualTo(0x0102030405060708L);
  }

  // Sign and width at the boundaries of every integer type.
  @ParameterizedTest
  @CsvSource({
    "S16, 8000, -32768",
    "S16, 7FFF, 32767",
    "U16, FFFF, 65535",
    "S32, 80000000, -2147483648",
    "S32, FFFFFC18, -1000",
    "U32, 80000001, 2147483649",
    "U32, FFFFFFFF, 4294967295",
    "S64, 8000000000000000, -9223372036854775808",
    "S64, FFFFFFFFFFFFFFFE, -2",
    "U64, 8000000000000001, 9223372036854775809",
    "U64, FFFFFFFFFFFFFFFF, 18446744073709551615"
  })
  void integers(RegisterType type, String hex, String expected) {
    assertThat(type.number(Long.parseUnsignedLong(hex, 16))).isEqualTo(new BigDecimal(expected));
  }

  // A float is the decimal the instrument meant, not its nearest double.
  @ParameterizedTest
  @CsvSource({"41BB3333, 23.4", "BF800000, -1.0", "00000001, 1.4E-45", "80000000, -0.0"})
  void singlePrecision(String hex, double expected) {
    assertThat(RegisterType.F32.number(Integer.parseUnsignedInt(hex, 16)))
        .isEqualByComparingTo(BigDecimal.valueOf(expected));
  }

  // NaN and the infinities are no numbers.
  @ParameterizedTest
  @CsvSource({"7FC00000", "7F800000", "FF800000", "FFFFFFFF"})
  void singlePrecisionThatIsNoNumber(String hex) {
    assertThat(RegisterType.F32.number(Integer.parseUnsignedInt(hex, 16))).isNull();
  }

  // Random values of every width come back through every order, laid out by ByteBuffer.
  @ParameterizedTest
  @EnumSource(WordOrder.class)
  void roundTrips(WordOrder order) {
    RandomGenerator random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      long wide = random.nextLong();
      assertThat(order.assemble(registers(order, wide, 8))).as("seed %s", SEED).isEqualTo(wide);
      long narrow = wide & 0xFFFFFFFFL;
      assertThat(order.assemble(registers(order, narrow, 4))).as("seed %s", SEED).isEqualTo(narrow);
    }
  }

  private static int[] registers(WordOrder order, long value, int bytes) {
    boolean bytesLittle = order == WordOrder.DCBA || order == WordOrder.BADC;
    boolean wordsLittle = order == WordOrder.DCBA || order == WordOrder.CDAB;
    var registers = new int[bytes / 2];
    for (int i = 0; i < registers.length; i++) {
      int word = (int) (value >>> (wordsLittle ? 16 * i : 8 * bytes - 16 * (i + 1))) & 0xFFFF;
      ByteBuffer buffer = ByteBuffer.allocate(2).putShort((short) word).flip();
      buffer.order(bytesLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      registers[i] = buffer.getShort() & 0xFFFF;
    }
    return registers;
  }
}
