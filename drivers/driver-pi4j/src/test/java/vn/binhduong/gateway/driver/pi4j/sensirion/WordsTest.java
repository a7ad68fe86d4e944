package vn.binhduong.gateway.driver.pi4j.sensirion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

class WordsTest {
  // The checksums that Sensirion's datasheets print.
  @ParameterizedTest
  @CsvSource({
    "BEEF, 92",
    "8000, A2",
    "6666, 93",
    "D400, C6",
    "0300, AC",
    "01F4, 33",
    "6667, A2",
    "5EB9, 3C"
  })
  void checksumsAreThoseOfTheDatasheets(String word, String crc) {
    assertThat(Words.crc(Integer.parseInt(word, 16))).isEqualTo(Integer.parseInt(crc, 16));
  }

  @Test
  void aCommandWithWordsIsThatOfTheDatasheet() {
    assertThat(Words.encode(0x2619, 0x8000, 0x6666))
        .isEqualTo(SerialDevice.hex("26 19 80 00 A2 66 66 93"));
  }

  @Test
  void anAnswerIsUnderstood() throws DriverException {
    assertThat(Words.decode(SerialDevice.hex("01 F4 33 66 67 A2 5E B9 3C"), "measurement"))
        .containsExactly(0x01F4, 0x6667, 0x5EB9);
  }

  // CRC-8 finds every single and double bit in three bytes.
  @Test
  void everyOneOrTwoTurnedBitsAreNoticed() {
    byte[] good = SerialDevice.hex("66 67 A2");
    for (int one = 0; one < 24; one++) {
      for (int two = 0; two <= one; two++) {
        byte[] wrong = good.clone();
        wrong[one / 8] ^= (byte) (1 << one % 8);
        if (two != one) {
          wrong[two / 8] ^= (byte) (1 << two % 8);
        }
        assertThatThrownBy(() -> Words.decode(wrong, "measurement"))
            .hasMessageContaining("measurement, word 1 of");
      }
    }
  }

  // Three words of noise pass with probability 2^-24: of 111,111 answers, a million bytes, 0.007.
  @Test
  void aMillionBytesOfNoiseAreNoAnswer() {
    Random random = new Random(20261127);
    byte[] bytes = new byte[9];
    for (int i = 0; i < 1_000_000 / 9; i++) {
      random.nextBytes(bytes);
      assertThatThrownBy(() -> Words.decode(bytes, "measurement"))
          .isInstanceOf(DriverException.class);
    }
  }
}
