package vn.binhduong.gateway.driver.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.testkit.FramingRuns;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

class ExampleFrameTest {
  private static final byte[] FRAME = ExampleDevice.line("T=+23.4 H=61.5");

  // Bytes as the datasheet prints them.
  @Test
  void anAnswerIsUnderstood() {
    byte[] answer = SerialDevice.hex("54 3D 2D 30 35 2E 37 20 48 3D 39 39 2E 39 2A 31 41 0D 0A");
    assertThat(ExampleFrame.FRAMING.look(answer, answer.length))
        .isEqualTo(new Framing.Look.Found<>(new ExampleFrame(-5.7, 99.9), answer.length));
  }

  // A broken sensor is told as such.
  @Test
  void aBrokenSensorHasNoValue() {
    byte[] answer = ExampleDevice.line("T=--.- H=61.5");
    assertThat(ExampleFrame.FRAMING.look(answer, answer.length))
        .isEqualTo(new Framing.Look.Found<>(new ExampleFrame(Double.NaN, 61.5), answer.length));
  }

  // Each byte that is missing, and each single bit that is wrong, must be noticed.
  @Test
  void everyCutAndEveryTurnedBitIsNoticed() {
    for (int count = 1; count < FRAME.length; count++) {
      assertThat(ExampleFrame.FRAMING.look(Arrays.copyOf(FRAME, count), count))
          .isInstanceOf(Framing.Look.Unfinished.class);
    }
    for (int bit = 0; bit < 8 * FRAME.length; bit++) {
      byte[] wrong = FRAME.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(ExampleFrame.FRAMING.look(wrong, wrong.length))
          .isNotInstanceOf(Framing.Look.Found.class);
    }
  }

  // By chance noise has the check, CR, LF and the form less than once in 2^60 places.
  @Test
  void aMillionBytesOfNoiseAreNoAnswer() {
    var run =
        FramingRuns.of(
            "probe", ExampleFrame.FRAMING, ExampleFrame.BYTES_MAX, FramingRuns.noise(1, 1_000_000));
    assertThat(run.single()).as("%s", run).isEmpty();
    assertThat(run.trusted()).as("%s", run).isEmpty();
  }

  // State how many damaged answers your check lets through, and measure it.
  @Test
  void damagedAnswersAreRarelyTrusted() {
    var run =
        FramingRuns.of(
            "probe",
            ExampleFrame.FRAMING,
            ExampleFrame.BYTES_MAX,
            FramingRuns.mutated(1, 1_000_000, List.of(FRAME)));
    var good = new ExampleFrame(23.4, 61.5);
    assertThat(run.trusted().stream().filter(frame -> !frame.equals(good)).count())
        .isLessThan(1_000_000 / FRAME.length / 50);
  }
}
