package vn.binhduong.gateway.driver.serial.senseair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.testkit.FramingRuns;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

class S8AnswerTest {
  private static final Framing<S8Answer> FRAMING = S8Answer.FRAMING;

  // Modbus over Serial Line 1.02, appendix B: the bytes 02 07 have the CRC 41 12 on the wire.
  @Test
  void theCrcIsThatOfTheStandard() {
    assertThat(S8Answer.crc(new byte[] {2, 7}, 2)).isEqualTo(0x1241);
  }

  @Test
  void theRequestIsThatOfTheManual() {
    assertThat(S8Answer.request(0, 4)).isEqualTo(SerialDevice.hex("FE 04 00 00 00 04 E5 C6"));
  }

  // The answer that the manual prints: 400 ppm.
  @Test
  void theAnswerOfTheManualIsUnderstood() {
    byte[] answer = SerialDevice.hex("FE 04 02 01 90 AC D8");
    assertThat(FRAMING.look(answer, answer.length))
        .isEqualTo(new Framing.Look.Found<>(new S8Answer(0, List.of(400)), 7));
  }

  @Test
  void aRefusalIsUnderstood() {
    byte[] answer = S8Device.withCrc(SerialDevice.hex("FE 84 02"));
    assertThat(FRAMING.look(answer, answer.length))
        .isEqualTo(new Framing.Look.Found<>(new S8Answer(2, List.of()), 5));
  }

  @Test
  void everyCutAndEveryTurnedBitIsNoticed() {
    byte[] frame = S8Device.withCrc(SerialDevice.hex("FE 04 08 00 00 00 00 00 00 02 9E"));
    for (int count = 1; count < frame.length; count++) {
      assertThat(FRAMING.look(Arrays.copyOf(frame, count), count))
          .as("%d bytes", count)
          .isInstanceOf(Framing.Look.Unfinished.class);
    }
    for (int bit = 0; bit < 8 * frame.length; bit++) {
      byte[] wrong = frame.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(FRAMING.look(wrong, wrong.length))
          .as("bit %d", bit)
          .isNotInstanceOf(Framing.Look.Found.class);
    }
  }

  // A place in noise begins an answer with probability 2 * 2^-16 * 2^-16: of a million, 0.03; and
  // an
  // answer must have as many words as were asked for.
  @Test
  void aMillionBytesOfNoiseAreNoAnswer() {
    var run =
        FramingRuns.of(
            "senseair", FRAMING, S8Answer.BYTES_MAX, FramingRuns.noise(20261127, 1_000_000));
    assertThat(run.single()).as("%s", run).isEmpty();
    assertThat(run.trusted()).as("%s", run).isEmpty();
  }

  // CRC-16 finds every fault in up to 16 neighbouring bits; of the others 1 in 65536 is missed.
  @Test
  void damagedAnswersAreNotTrusted() {
    byte[] good = S8Device.withCrc(SerialDevice.hex("FE 04 08 00 00 00 00 00 00 02 9E"));
    var run =
        FramingRuns.of(
            "senseair",
            FRAMING,
            S8Answer.BYTES_MAX,
            FramingRuns.mutated(7, 1_000_000, List.of(good)));
    var expected = FRAMING.look(good, good.length);
    assertThat(run.trusted())
        .as("%s", run)
        .allMatch(
            answer -> expected.equals(new Framing.Look.Found<>(answer, good.length)), "as sent");
  }
}
