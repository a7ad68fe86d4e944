package vn.binhduong.gateway.driver.serial.sds011;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.testkit.FramingRuns;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

class Sds011FrameTest {
  private static final Framing<Sds011Frame> FRAMING = Sds011Frame.FRAMING;
  private static final byte[] DATA = Sds011Device.DATA;

  // The frame that the datasheet prints.
  @Test
  void theFrameOfTheDatasheetIsUnderstood() {
    var look = FRAMING.look(DATA, DATA.length);
    Sds011Frame frame = new Sds011Frame(Sds011Frame.DATA, 0xD4, 0x04, 0x3A, 0x0A, 0xA160);
    assertThat(look).isEqualTo(new Framing.Look.Found<>(frame, 10));
    assertThat(frame.pm25()).isEqualTo(123.6);
    assertThat(frame.pm10()).isEqualTo(261.8);
    assertThat(frame.serial()).isEqualTo("A160");
  }

  // Least significant byte first, over the whole range.
  @Test
  void everyConcentrationIsTenthsWithTheLowByteFirst() {
    for (int raw = 0; raw <= 0xFFFF; raw++) {
      var frame = new Sds011Frame(Sds011Frame.DATA, raw & 0xFF, raw >> 8, 0, 0, 0);
      assertThat(frame.pm25()).isEqualTo(raw / 10.0);
    }
  }

  // Commands of the control protocol.
  @ParameterizedTest
  @CsvSource({
    "'2 1 1', AA B4 02 01 01 00 00 00 00 00 00 00 00 00 00 FF FF 02 AB",
    "'4', AA B4 04 00 00 00 00 00 00 00 00 00 00 00 00 FF FF 02 AB",
    "'6 1 0', AA B4 06 01 00 00 00 00 00 00 00 00 00 00 00 FF FF 05 AB",
    "'6 1 1', AA B4 06 01 01 00 00 00 00 00 00 00 00 00 00 FF FF 06 AB",
    "'7', AA B4 07 00 00 00 00 00 00 00 00 00 00 00 00 FF FF 05 AB"
  })
  void commandsAreThoseOfTheControlProtocol(String data, String hex) {
    int[] bytes = Arrays.stream(data.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(Sds011Frame.command(bytes)).isEqualTo(SerialDevice.hex(hex));
  }

  @Test
  void everyCutAndEveryTurnedBitIsNoticed() {
    for (int count = 1; count < DATA.length; count++) {
      assertThat(FRAMING.look(Arrays.copyOf(DATA, count), count))
          .as("%d bytes", count)
          .isInstanceOf(Framing.Look.Unfinished.class);
    }
    for (int bit = 0; bit < 8 * DATA.length; bit++) {
      byte[] wrong = DATA.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(FRAMING.look(wrong, wrong.length))
          .as("bit %d", bit)
          .isNotInstanceOf(Framing.Look.Found.class);
    }
  }

  // By chance a place in noise begins a frame with probability 2 * 2^-8 * 2^-8 * 2^-16: of a
  // million,
  // 0.0005; two in a row that name one sensor, never.
  @Test
  void aMillionBytesOfNoiseAreNoFrame() {
    var run = FramingRuns.of("sds011", FRAMING, 10, FramingRuns.noise(20261127, 1_000_000));
    assertThat(run.single()).as("%s", run).isEmpty();
    assertThat(run.trusted()).as("%s", run).isEmpty();
  }

  // A sum of 8 bits misses one in 256 of the worst faults, and two bytes that changed places. A
  // frame
  // with a fault that follows a frame with none can be trusted, so some are: at most 1 in 200.
  @Test
  void damagedFramesAreTrustedNoOftenerThanTheCheckAllows() {
    var run =
        FramingRuns.of("sds011", FRAMING, 10, FramingRuns.mutated(7, 1_000_000, List.of(DATA)));
    Framing.Look<Sds011Frame> good = FRAMING.look(DATA, 10);
    long wrong =
        run.trusted().stream()
            .filter(frame -> !good.equals(new Framing.Look.Found<>(frame, 10)))
            .count();
    assertThat(wrong).isLessThan(1_000_000 / 10 / 200);
  }

  // Noise that looks like a frame rarely names the same sensor.
  @Test
  void aFrameOfAnotherSensorIsNotConsistent() {
    var one = new Sds011Frame(Sds011Frame.DATA, 1, 0, 1, 0, 0xA160);
    var other = new Sds011Frame(Sds011Frame.DATA, 1, 0, 1, 0, 0xA161);
    assertThat(FRAMING.consistent(one, one)).isTrue();
    assertThat(FRAMING.consistent(one, other)).isFalse();
  }
}
