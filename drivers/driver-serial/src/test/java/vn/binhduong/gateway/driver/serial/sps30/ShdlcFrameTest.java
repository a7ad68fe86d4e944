package vn.binhduong.gateway.driver.serial.sps30;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.testkit.FramingRuns;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

class ShdlcFrameTest {
  private static final Framing<ShdlcFrame> FRAMING = ShdlcFrame.FRAMING;

  // The commands as the datasheet prints them, with their checks.
  @ParameterizedTest
  @CsvSource({
    "'0 1 3', 7E 00 00 02 01 03 F9 7E",
    "'1', 7E 00 01 00 FE 7E",
    "'3', 7E 00 03 00 FC 7E",
    "'16', 7E 00 10 00 EF 7E",
    "'86', 7E 00 56 00 A9 7E",
    "'208 3', 7E 00 D0 01 03 2B 7E",
    "'209', 7E 00 D1 00 2E 7E",
    "'210 0', 7E 00 D2 01 00 2C 7E",
    "'211', 7E 00 D3 00 2C 7E"
  })
  void commandsAreThoseOfTheDatasheet(String numbers, String hex) {
    int[] all = Arrays.stream(numbers.split(" ")).mapToInt(Integer::parseInt).toArray();
    int[] data = Arrays.copyOfRange(all, 1, all.length);
    assertThat(ShdlcFrame.command(all[0], data)).isEqualTo(SerialDevice.hex(hex));
  }

  // The wake-up command holds a byte that must be stuffed: the datasheet prints it as 11 in words
  // and
  // as 7D 31 on the wire.
  @Test
  void aByteThatMeansSomethingIsStuffed() {
    assertThat(ShdlcFrame.command(0x11)).isEqualTo(SerialDevice.hex("7E 00 7D 31 00 EE 7E"));
  }

  // Every value of a data byte goes through, stuffed or not.
  @Test
  void everyByteGoesThrough() {
    for (int value = 0; value <= 0xFF; value++) {
      byte[] frame = Sps30Device.frame(0x03, 0, (byte) value, (byte) ~value);
      assertThat(FRAMING.look(frame, frame.length))
          .isEqualTo(
              new Framing.Look.Found<>(
                  new ShdlcFrame(3, 0, List.of(value, ~value & 0xFF)), frame.length));
    }
  }

  @Test
  void numbersAreFloatsWithTheMostSignificantByteFirst() {
    var frame = new ShdlcFrame(3, 0x80, List.of(0x41, 0x11, 0x7E, 0x7D, 0xC0, 0x20, 0, 0));
    assertThat(frame.number(0)).isEqualTo(9.093381f);
    assertThat(frame.number(1)).isEqualTo(-2.5f);
    assertThat(frame.deviceError()).isTrue();
    assertThat(frame.error()).isZero();
  }

  @Test
  void everyCutAndEveryTurnedBitIsNoticed() {
    byte[] frame = Sps30Device.frame(0x03, 0, (byte) 0x41, (byte) 0x22, (byte) 0x33, (byte) 0x44);
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

  // Between two 7E, noise must have its length (1 in 256) and its check (1 in 256) right, and no
  // 7D 11 13 out of place. A 7E comes every 256 bytes: of a million, fewer than 4000 * 2^-16 =
  // 0.06.
  @Test
  void aMillionBytesOfNoiseAreNoFrame() {
    var run =
        FramingRuns.of(
            "shdlc", FRAMING, ShdlcFrame.BYTES_MAX, FramingRuns.noise(20261127, 1_000_000));
    assertThat(run.single()).as("%s", run).isEmpty();
    assertThat(run.trusted()).as("%s", run).isEmpty();
  }

  // An 8-bit sum misses two bytes that changed places, or two faults that cancel out.
  @Test
  void damagedFramesAreTrustedNoOftenerThanTheCheckAllows() {
    byte[] data = new byte[40];
    IntStream.range(0, 40).forEach(i -> data[i] = (byte) (37 * i + 5));
    byte[] good = Sps30Device.frame(0x03, 0, data);
    var run =
        FramingRuns.of(
            "shdlc",
            FRAMING,
            ShdlcFrame.BYTES_MAX,
            FramingRuns.mutated(7, 1_000_000, List.of(good)));
    var expected = FRAMING.look(good, good.length);
    long wrong =
        run.trusted().stream()
            .filter(frame -> !expected.equals(new Framing.Look.Found<>(frame, good.length)))
            .count();
    assertThat(wrong).isLessThan(1_000_000 / good.length / 50);
  }
}
