package vn.binhduong.gateway.driver.serial.ss125;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.Framing;
import vn.binhduong.gateway.driver.testkit.FramingRuns;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// The packets here were computed by long division of bits from the layout, not by this code; the
/// maker prints none.
class Z1FrameTest {
  private static final Framing<Z1Frame> FRAMING = Z1Frame.FRAMING;
  static final byte[] EVENT =
      SerialDevice.hex(
          "5A 31 00 00 00 00 01 34 08 17 90 67 01 00 00 0F D5 7C 02 69 78 FA 02 15 80 00 01 2C 80"
              + " 25 C0 01 0E 40 2C");
  static final byte[] LANE =
      SerialDevice.hex(
          "5A 31 00 00 00 00 01 34 08 2D 30 71 00 00 00 00 00 00 0F D5 7C 02 69 78 FA 80 29 80 00"
              + " 00 11 0C 4D 00 00 03 00 00 09 00 00 04 00 00 01 80 30 40 00 06 E4 00 05 DC 02 01"
              + " 2C");

  private static Z1Frame frame(byte[] bytes) {
    return switch (FRAMING.look(bytes, bytes.length)) {
      case Framing.Look.Found<Z1Frame>(Z1Frame frame, int length) -> {
        assertThat(length).isEqualTo(bytes.length);
        yield frame;
      }
      case Framing.Look.Unfinished<Z1Frame> _ -> throw new AssertionError("unfinished");
      case Framing.Look.Nothing<Z1Frame>(String why) -> throw new AssertionError(why);
    };
  }

  @ParameterizedTest
  @CsvSource({"01, 1C", "80, A8", "FF, 30", "31 32 33 34 35 36 37 38 39, BC"})
  void theCrcIsThatOfThePolynomial(String bytes, String crc) {
    byte[] checked = SerialDevice.hex(bytes);
    assertThat(Z1Frame.crc(checked, 0, checked.length)).isEqualTo(Integer.parseInt(crc, 16));
  }

  // The polynomial ends with two zeros, so the check tells 64 values apart and not 256.
  @Test
  void theCrcHasSixBits() {
    for (int value = 0; value < 256; value++) {
      assertThat(Z1Frame.crc(new byte[] {(byte) value}, 0, 1) & 3).isZero();
    }
  }

  @Test
  void theRequestForTheLatestIntervalIsThatOfTheLayout() {
    assertThat(Z1Frame.request(0x0134, 7, IntervalPacket.MESSAGE, IntervalPacket.latest()))
        .isEqualTo(SerialDevice.hex("5A 31 00 01 34 00 00 00 07 06 6C 71 00 00 00 00 00 F0"));
  }

  @Test
  void anEventIsUnderstood() throws Exception {
    Z1Frame frame = frame(EVENT);
    assertThat(frame.from()).isEqualTo(308);
    assertThat(frame.to()).isZero();
    assertThat(frame.sequence()).isEqualTo(8);
    assertThat(ActiveEvent.of(frame))
        .contains(
            new ActiveEvent(
                Instant.parse("2026-11-28T09:41:30.250Z"),
                3,
                21.5,
                300,
                OptionalDouble.of(37.75),
                1,
                14.25));
  }

  @Test
  void aLaneOfAnIntervalIsUnderstood() throws Exception {
    assertThat(IntervalPacket.of(frame(LANE)))
        .isEqualTo(
            new IntervalPacket(
                new IntervalPacket.Interval(0, Instant.parse("2026-11-28T09:41:30.250Z"), 2, 1),
                0,
                OptionalDouble.of(41.5),
                OptionalDouble.of(17),
                OptionalDouble.of(12 + 77 / 256.0),
                List.of(
                    OptionalDouble.of(3),
                    OptionalDouble.of(9),
                    OptionalDouble.of(4),
                    OptionalDouble.of(1)),
                OptionalDouble.of(48.25),
                OptionalDouble.of(1764),
                OptionalDouble.of(1500)));
  }

  // The flag alone, the greatest, the least, and a fraction that goes away from zero.
  @ParameterizedTest
  @CsvSource({
    "80 00 00, 0",
    "80 00 01, 0.00390625",
    "BF FF FF, 16383.99609375",
    "C0 00 00, -16384",
    "FF FF 80, -1.5",
    "FF FE FF, -2.99609375"
  })
  void aSpeedHasASignAndAFraction(String bytes, double value) {
    assertThat(body(bytes).fixed24(0)).hasValue(value);
  }

  @ParameterizedTest
  @CsvSource({"00 00 00", "00 29 80", "7F FF FF"})
  void aSpeedWithoutItsFlagIsNone(String bytes) {
    assertThat(body(bytes).fixed24(0)).isEmpty();
  }

  @Test
  void everyFixedNumberHasEightBitsBehindThePoint() {
    for (int raw = 0; raw <= 0xFFFF; raw++) {
      assertThat(body("%04X".formatted(raw)).fixed16(0)).isEqualTo(raw / 256.0);
    }
  }

  // Nothing but a day of the calendar and a time of it: month 0, 30 February, hour 24, 1023 ms.
  @ParameterizedTest
  @CsvSource({
    "00 0F D4 1C 02 69 78 FA",
    "00 0F D4 5E 02 69 78 FA",
    "00 0F D5 7C 06 29 78 FA",
    "00 0F D5 7C 02 69 7B FF"
  })
  void whatIsNoTimeIsNone(String bytes) {
    assertThat(body(bytes).time(0)).isEmpty();
  }

  private static Z1Frame body(String bytes) {
    byte[] body = SerialDevice.hex(bytes);
    Integer[] numbers = new Integer[body.length];
    Arrays.setAll(numbers, i -> body[i] & 0xFF);
    return new Z1Frame(0, 1, 0, List.of(numbers));
  }

  @Test
  void everyCutAndEveryTurnedBitIsNoticed() {
    for (byte[] good : List.of(EVENT, LANE)) {
      for (int count = 1; count < good.length; count++) {
        assertThat(FRAMING.look(Arrays.copyOf(good, count), count))
            .as("%d bytes", count)
            .isInstanceOf(Framing.Look.Unfinished.class);
      }
      for (int bit = 0; bit < 8 * good.length; bit++) {
        byte[] wrong = good.clone();
        wrong[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(FRAMING.look(wrong, wrong.length))
            .as("bit %d", bit)
            .isNotInstanceOf(Framing.Look.Found.class);
      }
    }
  }

  // A place in noise begins a packet with probability 2^-16 (Z1) * 2^-8 (header) * 242/256 * 2^-8
  // (body): of a million, 0.0002; two in a row, never.
  @Test
  void aMillionBytesOfNoiseAreNoPacket() {
    var run =
        FramingRuns.of("ss125", FRAMING, Z1Frame.BYTES_MAX, FramingRuns.noise(20261128, 1_000_000));
    assertThat(run.single()).as("%s", run).isEmpty();
    assertThat(run.trusted()).as("%s", run).isEmpty();
  }

  // A check of 6 bits misses one in 64 of the worst faults of a body, of which one in so many
  // packets has one; and a packet is trusted only after another. So at most 1 in 200 packets.
  @Test
  void damagedPacketsAreTrustedNoOftenerThanTheCheckAllows() {
    var run =
        FramingRuns.of(
            "ss125",
            FRAMING,
            Z1Frame.BYTES_MAX,
            FramingRuns.mutated(7, 1_000_000, List.of(EVENT, LANE)));
    List<Z1Frame> good = List.of(frame(EVENT), frame(LANE));
    long wrong = run.trusted().stream().filter(found -> !good.contains(found)).count();
    assertThat(wrong).isLessThan(1_000_000 / 46 / 200);
  }
}
