package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.FrameReader;
import vn.binhduong.gateway.driver.Framing;

/// The reader that all serial drivers stand on, with a frame of three bytes: 55, a value, and its
/// complement.
class FrameReaderTest {
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final Framing<Integer> FRAMING =
      new Framing<>() {
        @Override
        public Look<Integer> look(byte[] bytes, int count) {
          if (bytes[0] != 0x55) {
            return new Look.Nothing<>("expected 55");
          }
          if (count < 3) {
            return new Look.Unfinished<>();
          }
          return bytes[1] == ~bytes[2]
              ? new Look.Found<>(bytes[1] & 0xFF, 3)
              : new Look.Nothing<>("expected %02X".formatted(~bytes[1] & 0xFF));
        }

        @Override
        public boolean consistent(Integer before, Integer next) {
          return next >= before;
        }
      };

  private final SerialScript port = new SerialScript();
  private final FrameReader<Integer> reader = new FrameReader<>(port, FRAMING, 3);

  // The first frame after the opening may be noise that looks like one.
  @Test
  void theFirstFrameIsAWitnessOnly() throws Exception {
    port.answer("55 01 FE 55 02 FD 55 03 FC");
    assertThat(reader.next(SHORT)).isEqualTo(2);
    assertThat(reader.next(SHORT)).isEqualTo(3);
  }

  @Test
  void aSlowLineMakesNoDifference() throws Exception {
    port.drip("55 01 FE 55 02 FD", 1);
    assertThat(reader.next(SHORT)).isEqualTo(2);
  }

  // One byte of noise costs trust: the frame behind it must be followed by another.
  @Test
  void aByteBetweenFramesCostsTheNextOne() throws Exception {
    port.answer("55 01 FE 55 02 FD 00 55 03 FC 55 04 FB");
    assertThat(reader.next(SHORT)).isEqualTo(2);
    assertThat(reader.next(SHORT)).isEqualTo(4);
  }

  // A wrong check is looked through byte by byte: a frame may begin inside.
  @Test
  void aFrameInsideADamagedOneIsFound() throws Exception {
    port.answer("55 55 01 FE 55 02 FD");
    assertThat(reader.next(SHORT)).isEqualTo(2);
  }

  // Half a frame and silence is noise too: its rest does not make one with what comes later.
  @Test
  void halfAFrameAndSilenceIsALoss() throws Exception {
    port.answer("55 01 FE 55 02 FD 55").expect("00").answer("03 FC 55 03 FC 55 04 FB");
    assertThat(reader.next(SHORT)).isEqualTo(2);
    assertThatThrownBy(() -> reader.next(SHORT)).isInstanceOf(DriverException.class);
    port.write(new byte[1]);
    assertThat(reader.next(SHORT)).isEqualTo(4);
  }

  // What cannot follow what came before is held back until something goes with it.
  @Test
  void aFrameThatDoesNotGoWithTheLastIsHeldBack() throws Exception {
    port.answer("55 05 FA 55 06 F9 55 01 FE 55 02 FD");
    assertThat(reader.next(SHORT)).isEqualTo(6);
    assertThat(reader.next(SHORT)).isEqualTo(2);
  }

  // Silence is not a fault of every instrument; noise is.
  @Test
  void silenceAndNoiseAreTold() throws Exception {
    assertThat(reader.poll(SHORT)).isEmpty();
    assertThatThrownBy(() -> reader.next(SHORT))
        .hasMessage("nothing received within 30 ms")
        .isInstanceOfSatisfying(
            DriverException.class,
            e -> assertThat(e.kind()).isEqualTo(DriverException.Kind.UNAVAILABLE));
    port.answer("01 02 55 03 04");
    assertThatThrownBy(() -> reader.poll(SHORT))
        .hasMessage(
            "no frame that can be trusted: within 30 ms 5 bytes received, 5 of them begin no"
                + " frame; first: expected 55, at 01 02 55")
        .isInstanceOfSatisfying(
            DriverException.class,
            e -> assertThat(e.kind()).isEqualTo(DriverException.Kind.PROTOCOL));
  }

  // A stream of noise that never ends must not hold the call.
  @Test
  void endlessNoiseEndsTheCallInTime() {
    var noise = new FakeSerialPort(new SerialDevice() {});
    noise.set(DeviceState.GARBAGE);
    assertThatThrownBy(() -> new FrameReader<>(noise.open(), FRAMING, 3).next(SHORT))
        .hasMessageContaining("no frame that can be trusted: within 30 ms");
  }

  // The first answer needs a second one; from then on one is enough.
  @Test
  void theFirstAnswerIsAskedForTwice() throws Exception {
    port.expect("AA").answer("55 01 FE").expect("AA").answer("55 02 FD");
    assertThat(reader.ask(SerialDevice.hex("AA"), frame -> true, SHORT)).isEqualTo(2);
    port.expect("AA").answer("55 03 FC");
    assertThat(reader.ask(SerialDevice.hex("AA"), frame -> true, SHORT)).isEqualTo(3);
  }

  // Noise in front of an answer, and an answer that does not come, cost another question.
  @Test
  void aDamagedAnswerIsAskedForAgain() throws Exception {
    port.expect("AA")
        .answer("55 01 FE")
        .expect("AA")
        .answer("00 55 02 FD")
        .expect("AA")
        .answer("55 03 FC");
    assertThat(reader.ask(SerialDevice.hex("AA"), frame -> true, SHORT)).isEqualTo(3);
  }

  @Test
  void askingEndsAfterThreeTimes() {
    port.expect("AA").expect("AA").expect("AA");
    assertThatThrownBy(() -> reader.ask(SerialDevice.hex("AA"), frame -> true, SHORT))
        .hasMessage("no answer to AA within 30 ms, asked 3 times");
    assertThat(port.isDone()).isTrue();
  }

  // What the instrument says between, such as a measurement of its own accord, is no answer.
  @Test
  void otherFramesArePassedOver() throws Exception {
    port.expect("AA").answer("55 01 FE 55 11 EE").expect("AA").answer("55 02 FD 55 12 ED");
    assertThat(reader.ask(SerialDevice.hex("AA"), frame -> frame > 0x10, SHORT)).isEqualTo(0x12);
  }
}
