package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.binhduong.gateway.driver.Quality.BAD_LINK;
import static vn.binhduong.gateway.driver.Quality.BAD_SENSOR;
import static vn.binhduong.gateway.driver.Quality.GOOD;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;

/// Three channels in three requests of their own: 10, 20 and 30; one retry.
class ModbusDriverTest {
  private static final ScriptedLink.Script HEALTHY = ScriptedLink::echo;

  private ScriptedLink link;
  private DriverHarness<ModbusSettings> device;

  @BeforeEach
  void open() throws Exception {
    link = new ScriptedLink(HEALTHY);
    ModbusSettings settings =
        ShippedProfiles.device(
            """
            unit-id: 7
            profile:
              maker: Maker
              model: Model
              registers:
                - {channel: a, address: 10, type: u16, scale: 0.1, unit: m, min: 0, max: 10}
                - {channel: b, address: 20, type: s16, unit: m, min: 0, max: 10, invalid: [0x7FFF]}
                - {channel: c, address: 30, type: f32, unit: m, min: 0, max: 10}
            """);
    device = new DriverHarness<>(new ModbusDriverFactory(), settings).link(() -> link);
    device.open();
    link.set(HEALTHY);
  }

  @AfterEach
  void close() {
    device.close();
  }

  // One unit may be two devices; two devices that read the same were copied by mistake.
  @Test
  void claimsEachQuantityOfItsUnit() throws Exception {
    ModbusSettings settings =
        ShippedProfiles.device(
            """
            unit-id: 7
            profile:
              maker: Maker
              model: Model
              address-base: 1
              registers:
                - {channel: a, address: 10, type: u16, unit: m, min: 0, max: 10}
                - {channel: b, address: 20, type: u16, bit: 3, unit: m, min: 0, max: 10}
                - {channel: c, address: 20, function: 4, type: u16, unit: m, min: 0, max: 10}
            """);
    assertThat(new ModbusDriverFactory().claims(settings))
        .containsExactly(
            "unit 7, 0x03 [READ_HOLDING_REGISTERS], register 9",
            "unit 7, 0x03 [READ_HOLDING_REGISTERS], register 19, bit 3",
            "unit 7, 0x04 [READ_INPUT_REGISTERS], register 19");
  }

  @Test
  void oneSampleOfAllChannels() throws Exception {
    link.set(
        request ->
            request.count() == 2
                ? new ModbusAnswer.Values(0x41BB, 0x3333)
                : ScriptedLink.echo(request));
    assertThat(device.poll())
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.value("a")).isEqualTo(1.0);
              assertThat(sample.value("b")).isEqualTo(20.0);
              assertThat(sample.value("c")).isEqualTo(23.4);
            });
    assertThat(link.asked()).containsExactly("10+1", "20+1", "30+2");
  }

  // The instrument says that one sensor is out of order; the others are as good as ever.
  @Test
  void invalidValueConcernsItsChannelOnly() throws Exception {
    link.set(
        request ->
            request.address() == 20 ? new ModbusAnswer.Values(0x7FFF) : ScriptedLink.echo(request));
    assertQualities(GOOD, BAD_SENSOR, GOOD);
  }

  @Test
  void refusedGroupIsBadSensorAndTheOthersCount() throws Exception {
    link.set(request -> request.address() == 10 ? refusal(2) : ScriptedLink.echo(request));
    assertQualities(BAD_SENSOR, GOOD, GOOD);
    assertThat(link.asked()).containsExactly("10+1", "20+1", "30+2");
  }

  // What was answered is kept; a bus that fell silent is not asked again and again.
  @Test
  void silenceAfterAnAnswerIsBadLinkForTheRest() throws Exception {
    link.set(
        request -> {
          if (request.address() == 10) {
            return ScriptedLink.echo(request);
          }
          throw DriverException.unavailable("no answer");
        });
    assertQualities(GOOD, BAD_LINK, BAD_LINK);
    assertThat(link.asked()).containsExactly("10+1", "20+1", "20+1");
  }

  // A dead unit costs one timeout and one per retry, whatever the size of its map.
  @Test
  void deadUnitIsAskedTwiceAndNotMore() {
    link.set(
        request -> {
          throw DriverException.unavailable("no answer");
        });
    assertThatThrownBy(() -> device.poll()).hasMessage("no answer");
    assertThat(link.asked()).containsExactly("10+1", "10+1");
    assertThat(device.samples()).isEmpty();
  }

  @Test
  void oneBrokenAnswerIsMadeGoodByTheRetry() throws Exception {
    link.set(
        request -> {
          if (link.asked().size() == 1) {
            throw DriverException.protocol("CRC");
          }
          return ScriptedLink.echo(request);
        });
    assertQualities(GOOD, GOOD, GOOD);
    assertThat(link.asked()).containsExactly("10+1", "10+1", "20+1", "30+2");
  }

  // The retries are those of the poll, not of each request.
  @Test
  void secondBrokenAnswerEndsThePoll() throws Exception {
    link.set(
        request -> {
          if (link.asked().size() == 1 || request.address() == 20) {
            throw DriverException.protocol("CRC");
          }
          return ScriptedLink.echo(request);
        });
    assertQualities(GOOD, BAD_LINK, BAD_LINK);
    assertThat(link.asked()).containsExactly("10+1", "10+1", "20+1");
  }

  // A map that does not fit: the message names what was asked and what was said.
  @Test
  void refusedByAllIsAProtocolError() {
    link.set(request -> refusal(2));
    assertThatThrownBy(() -> device.poll())
        .hasMessage(
            "unit 7, 0x03 [READ_HOLDING_REGISTERS] 10..10: exception 0x02 [ILLEGAL_DATA_ADDRESS]"
                + " to 0x03 [READ_HOLDING_REGISTERS]")
        .extracting(e -> ((DriverException) e).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  // A gateway that answers for a dead unit, and a unit that is busy, are asked again.
  @ParameterizedTest
  @CsvSource({"5, ACKNOWLEDGE", "6, SLAVE_DEVICE_BUSY", "10, GATEWAY_PATH", "11, GATEWAY_TARGET"})
  void busyAndUnreachableAreUnavailable(int code, String name) {
    link.set(request -> refusal(code));
    assertThatThrownBy(() -> device.poll())
        .hasMessageContaining(name)
        .extracting(e -> ((DriverException) e).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(link.asked()).containsExactly("10+1", "10+1");
  }

  @Test
  void opensOnARefusalToo() throws Exception {
    link.set(request -> refusal(2));
    device.open();
    assertThat(link.asked()).containsExactly("10+1");
  }

  @Test
  void doesNotOpenWhereNobodyAnswers() {
    link.set(request -> refusal(11));
    assertThatThrownBy(() -> device.open())
        .extracting(e -> ((DriverException) e).kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  private void assertQualities(Quality a, Quality b, Quality c) throws Exception {
    EmittedSample sample = device.poll().getFirst();
    assertThat(new Quality[] {sample.quality("a"), sample.quality("b"), sample.quality("c")})
        .containsExactly(a, b, c);
  }

  private static ModbusAnswer refusal(int code) {
    return new ModbusAnswer.Refusal(ReadFunction.READ_HOLDING_REGISTERS, code);
  }
}
