package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers as the kernel prints them.
class KernelTextTest {
  private static final Path FILE = Path.of("value");

  /// The formats of iio_format_value(): integer, micro, nano, with the sign before a zero.
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "21437, 21437",
    "-10125, -10125",
    "100.653270000, 100.65327",
    "-0.000001, -0.000001",
    "18446744073709551615, 18446744073709551615"
  })
  void numberIsExact(String text, String number) throws Exception {
    assertThat(KernelText.decimal(FILE, text + "\n")).isEqualByComparingTo(number);
  }

  /// Anything else is a broken answer and never a number; so are forms that Java would take.
  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "nan", "1e3", "1,5", "0x10", "1 2", "--1", ".5", "5.", "1\u00002", "١"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> KernelText.decimal(FILE, text))
        .hasMessageStartingWith("value: expected a number, found ");
  }

  /// The firmware prints no 0x, eMMC attributes did not before Linux 4.16.
  @ParameterizedTest
  @CsvSource({"0, 0", "50005, 327685", "0x0b, 11", "0b, 11", "FFFFFFFF, 4294967295"})
  void hexWithAndWithoutPrefix(String text, long number) throws Exception {
    assertThat(KernelText.hex(FILE, text + "\n")).isEqualTo(number);
  }

  /// A message is one bounded line, whatever a broken chip sent.
  @Test
  void shownTextIsPrintableAndBounded() {
    assertThat(KernelText.shown("")).isEqualTo("nothing");
    assertThat(KernelText.shown("ab\n\u00ff\u0000c\n")).isEqualTo("'ab\\x0A\\xFF\\x00c'");
    assertThat(KernelText.shown("x".repeat(4096)))
        .hasSizeLessThan(80)
        .endsWith("(4096 characters)");
  }
}
