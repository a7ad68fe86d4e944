package vn.binhduong.gateway.driver.serial.plantower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.testkit.FramingRuns;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

class PmsFrameTest {
  private static final byte[] FRAME = PmsDevice.frame(PmsDevice.WORDS);
  private static final Framing<PmsFrame> FRAMING = PmsFrame.framing(PmsModel.PMS5003);

  // The commands as the data manual prints them.
  @ParameterizedTest
  @CsvSource({
    "PASSIVE, 42 4D E1 00 00 01 70",
    "ACTIVE, 42 4D E1 00 01 01 71",
    "READ, 42 4D E2 00 00 01 71",
    "SLEEP, 42 4D E4 00 00 01 73",
    "WAKE, 42 4D E4 00 01 01 74"
  })
  void commandsAreThoseOfTheManual(PmsCommand command, String hex) {
    assertThat(command.bytes()).isEqualTo(SerialDevice.hex(hex));
  }

  // The check of a frame, and the order of its bytes.
  @Test
  void aFrameIsFoundWithAllItsWords() {
    byte[] frame =
        SerialDevice.hex(
            "42 4D 00 1C 00 05 00 0D 00 16 00 05 00 0D 00 16 02 FD 00 E8 00 22 00 04 00 04 00 02"
                + " 97 00 03 A5");
    assertThat(FRAMING.look(frame, 32))
        .isEqualTo(
            new Framing.Look.Found<>(
                new PmsFrame(List.of(5, 13, 22, 5, 13, 22, 765, 232, 34, 4, 4, 2, 0x9700)), 32));
  }

  // Each byte that is missing, and each single bit that is wrong, must be noticed.
  @Test
  void everyCutAndEveryTurnedBitIsNoticed() {
    for (int count = 1; count < FRAME.length; count++) {
      assertThat(FRAMING.look(Arrays.copyOf(FRAME, count), count))
          .as("%d bytes", count)
          .isInstanceOf(Framing.Look.Unfinished.class);
    }
    for (int bit = 0; bit < 8 * FRAME.length; bit++) {
      byte[] wrong = FRAME.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(FRAMING.look(wrong, wrong.length))
          .as("bit %d", bit)
          .isNotInstanceOf(Framing.Look.Found.class);
    }
  }

  // A frame of another model has other words at the same places.
  @Test
  void framesOfOtherModelsAreNone() {
    byte[] frame = PmsDevice.frame(new int[PmsModel.PMS3003.words()]);
    assertThat(FRAMING.look(frame, frame.length))
        .isEqualTo(new Framing.Look.Nothing<>("expected length 28 of a PMS5003, found 20"));
  }

  // By chance, a place in noise begins a frame with probability 2^-48 (4 bytes of header and
  // length,
  // 2 of check), an answer too: of a million, none.
  @ParameterizedTest
  @EnumSource
  void aMillionBytesOfNoiseAreNoFrame(PmsModel model) {
    var run =
        FramingRuns.of(
            "plantower",
            PmsFrame.framing(model),
            PmsFrame.BYTES_MAX,
            FramingRuns.noise(20261127, 1_000_000));
    assertThat(run.single()).as("%s", run).isEmpty();
    assertThat(run.trusted()).as("%s", run).isEmpty();
  }

  // A sum of 16 bits notices every fault but those that cancel out, which is mostly two bytes that
  // changed places: one in seven of these faults is such a one, though no line makes it. Fewer than
  // one damaged frame in fifty is trusted.
  @Test
  void damagedFramesAreTrustedNoOftenerThanTheCheckAllows() {
    PmsFrame good = new PmsFrame(Arrays.stream(PmsDevice.WORDS).boxed().toList());
    var run =
        FramingRuns.of(
            "plantower",
            FRAMING,
            PmsFrame.BYTES_MAX,
            FramingRuns.mutated(7, 1_000_000, List.of(FRAME)));
    assertThat(run.trusted().stream().filter(frame -> !frame.equals(good)).count())
        .isLessThan(1_000_000 / FRAME.length / 50);
  }
}
