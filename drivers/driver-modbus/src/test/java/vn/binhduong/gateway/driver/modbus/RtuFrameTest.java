package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.DriverException;

class RtuFrameTest {
  private static final ReadRequest TWO =
      new ReadRequest(1, ReadFunction.READ_HOLDING_REGISTERS, 0, 2);

  // The vector of the specification (Modbus over Serial Line 1.02, §6.2.2), and the CRC of a
  // SenseCAP S700 request that its wiki prints as F3 06.
  @ParameterizedTest
  @CsvSource({"02 07, 41 12", "01 03 01 F4 00 10, 04 08", "14 04 00 00 00 20, F3 17"})
  void crc(String bytes, String expected) {
    byte[] data = Hex.bytes(bytes);
    int crc = RtuFrame.crc(data, 0, data.length);
    assertThat(Hex.text(new byte[] {(byte) crc, (byte) (crc >>> 8)})).isEqualTo(expected);
  }

  // An answer arrives in pieces of any size; no piece alone is an answer.
  @Test
  void answerIsFoundOnlyWhenWhole() throws Exception {
    byte[] answer = answer("01 03 04 12 34 56 79");
    for (int length = 0; length < answer.length; length++) {
      assertThat(RtuFrame.find(TWO, Arrays.copyOf(answer, length))).isNull();
    }
    assertThat(RtuFrame.find(TWO, answer)).hasToString("Values[4660, 22137]");
  }

  // A transceiver that switches direction often sends a byte of noise, and some echo the request.
  @ParameterizedTest
  @CsvSource({"00", "FF FF FF", "01 03 00 00 00 02 C4 0B", "01 03 04", "02 03 04 00 01 00 02"})
  void noiseBeforeTheAnswerIsPassedOver(String noise) throws Exception {
    byte[] received = Hex.bytes(noise + Hex.text(answer("01 03 04 12 34 56 79")).replace(" ", ""));
    assertThat(RtuFrame.find(TWO, received)).hasToString("Values[4660, 22137]");
  }

  // Whatever single bit is flipped, it is no answer any more.
  @Test
  void everySingleBitErrorIsFound() throws Exception {
    byte[] answer = answer("01 03 04 12 34 56 79");
    for (int bit = 0; bit < 8 * answer.length; bit++) {
      byte[] flipped = answer.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(RtuFrame.find(TWO, flipped)).as("bit %d", bit).isNull();
    }
  }

  @Test
  void exceptionIsARefusal() throws Exception {
    assertThat(RtuFrame.find(TWO, answer("01 83 02")))
        .hasToString("exception 0x02 [ILLEGAL_DATA_ADDRESS] to 0x03 [READ_HOLDING_REGISTERS]");
  }

  // The technician reads this; it must say what came and what was expected.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "02 03 04 00 01 00 02 | an answer of unit 2",
        "01 04 04 00 01 00 02 | an answer to function 0x04",
        "01 03 02 00 01 | 2 bytes of data, its byte count says 2, expected 4"
      })
  void wrongAnswerIsExplained(String frame, String words) {
    DriverException verdict = RtuFrame.verdict(TWO, answer(frame), 100);
    assertThat(verdict).hasMessageContaining(words);
    assertThat(verdict.kind()).isEqualTo(DriverException.Kind.PROTOCOL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "01 03 04 12 34 | a short answer, 5 of 9 bytes: 01 03 04 12 34",
        "01 | a short answer, 1 of 9 bytes: 01",
        "01 03 04 12 34 56 79 00 00 | an answer with CRC 0x0000, expected 0x",
        "DE AD BE EF 00 11 | bytes that are no answer: DE AD BE EF 00 11"
      })
  void brokenAnswerIsExplained(String received, String words) {
    DriverException verdict = RtuFrame.verdict(TWO, Hex.bytes(received), 100);
    assertThat(verdict).hasMessageContaining(words);
    assertThat(verdict.kind()).isEqualTo(DriverException.Kind.PROTOCOL);
  }

  @Test
  void silenceIsUnavailable() {
    DriverException verdict = RtuFrame.verdict(TWO, new byte[0], 100);
    assertThat(verdict)
        .hasMessage("unit 1, 0x03 [READ_HOLDING_REGISTERS] 0..1: no answer within 100 ms");
    assertThat(verdict.kind()).isEqualTo(DriverException.Kind.UNAVAILABLE);
  }

  // Coils come eight to a byte, the first in the lowest bit (specification, §6.1).
  @Test
  void coils() throws Exception {
    var request = new ReadRequest(1, ReadFunction.READ_COILS, 19, 10);
    assertThat(RtuFrame.find(request, answer("01 01 02 CD 01")))
        .hasToString("Values[1, 0, 1, 1, 0, 0, 1, 1, 1, 0]");
  }

  @Test
  void requestBeyondTheLastRegisterIsRefused() {
    assertThatThrownBy(() -> new ReadRequest(1, ReadFunction.READ_COILS, 65535, 2))
        .hasMessage("address 65535 and count 2 reach beyond 65535");
  }

  /// The frame with its CRC.
  private static byte[] answer(String hex) {
    byte[] bytes = Hex.bytes(hex);
    int crc = RtuFrame.crc(bytes, 0, bytes.length);
    byte[] frame = Arrays.copyOf(bytes, bytes.length + 2);
    frame[bytes.length] = (byte) crc;
    frame[bytes.length + 1] = (byte) (crc >>> 8);
    return frame;
  }
}
