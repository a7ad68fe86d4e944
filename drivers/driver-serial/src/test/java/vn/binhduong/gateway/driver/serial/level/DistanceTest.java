package vn.binhduong.gateway.driver.serial.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.testkit.FramingRuns;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

class DistanceTest {
  private static final Framing<Distance> BINARY = Distance.framing(UltrasonicModel.A02YYUW);
  private static final Framing<Distance> TEXT = Distance.framing(UltrasonicModel.HRXL_5M);

  // The example of the A02YYUW datasheet: FF 07 A1 A7 is 1953 mm.
  @Test
  void theFrameOfTheDatasheetIsUnderstood() {
    assertThat(BINARY.look(SerialDevice.hex("FF 07 A1 A7"), 4))
        .isEqualTo(new Framing.Look.Found<>(new Distance(1953), 4));
  }

  @Test
  void everyDistanceIsUnderstood() {
    for (int millimetres = 0; millimetres <= 0xFFFF; millimetres++) {
      byte[] frame = LevelDevice.frame(UltrasonicModel.A02YYUW, millimetres);
      assertThat(BINARY.look(frame, 4))
          .isEqualTo(new Framing.Look.Found<>(new Distance(millimetres), 4));
    }
    for (int millimetres = 0; millimetres <= 9999; millimetres++) {
      byte[] frame = LevelDevice.frame(UltrasonicModel.HRXL_5M, millimetres);
      assertThat(TEXT.look(frame, 6))
          .isEqualTo(new Framing.Look.Found<>(new Distance(millimetres), 6));
    }
  }

  @Test
  void everyOtherByteInALineIsNoticed() {
    byte[] good = LevelDevice.frame(UltrasonicModel.HRXL_5M, 1234);
    for (int at = 0; at < good.length; at++) {
      for (int value = 0; value <= 0xFF; value++) {
        byte[] line = good.clone();
        line[at] = (byte) value;
        boolean isDigit = value >= '0' && value <= '9';
        boolean mayBeDigit = at > 0 && at < 5;
        boolean allowed = mayBeDigit ? isDigit : line[at] == good[at];
        assertThat(TEXT.look(line, 6) instanceof Framing.Look.Found)
            .as("byte %d is %02X", at, value)
            .isEqualTo(allowed);
      }
    }
  }

  // A place in noise begins a frame with probability 2^-16: of a million, 15 are expected, and
  // fewer
  // than 40 with all but certainty. Two in a row and within half a metre: 2^-32 * 2^-6, none.
  @Test
  void noiseIsNotTrustedThoughSomeOfItLooksLikeAFrame() {
    var run = FramingRuns.of("a02yyuw", BINARY, 6, FramingRuns.noise(20261127, 1_000_000));
    assertThat(run.single()).as("%s", run).hasSizeBetween(1, 40);
    assertThat(run.trusted()).as("%s", run).isEmpty();
  }

  // The worst noise for a line without a check: only characters that a line may have. One place in
  // 12 * 12 * 2.07 begins a line; two in a row within half a metre are rare, and would have to be.
  @Test
  void noiseOfTheRightCharactersIsRarelyTrusted() {
    var run = FramingRuns.of("hrxl", TEXT, 6, FramingRuns.text(7, 1_000_000, "R0123456789\r"));
    assertThat(run.single()).as("%s", run).hasSizeBetween(2_500, 4_500);
    // Expected: 1e6 * (12^-2 * (10/12)^4)^2 * 0.0975 = 1.1.
    assertThat(run.trusted().size()).isLessThanOrEqualTo(6);
  }

  @Test
  void noiseIsNoLine() {
    var run = FramingRuns.of("hrxl", TEXT, 6, FramingRuns.noise(20261127, 1_000_000));
    assertThat(run.single()).as("%s", run).isEmpty();
  }

  // A check of 8 bits over two bytes lets through two bytes that changed places and faults that
  // cancel out. Those that jump are caught; the median of a poll takes care of the rest.
  @Test
  void damagedFramesAreTrustedNoOftenerThanTheCheckAllows() {
    byte[] good = SerialDevice.hex("FF 07 A1 A7");
    var run =
        FramingRuns.of("a02yyuw", BINARY, 6, FramingRuns.mutated(7, 1_000_000, List.of(good)));
    long wrong = run.trusted().stream().filter(frame -> frame.millimetres() != 1953).count();
    assertThat(wrong).isLessThan(1_000_000 / 4 / 100);
  }
}
