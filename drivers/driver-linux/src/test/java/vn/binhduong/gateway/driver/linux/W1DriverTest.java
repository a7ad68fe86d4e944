package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.RecordingLogger;

/// Retries of a 1-Wire thermometer, and its files.
class W1DriverTest {
  private static final String ID = "28-000005e2fdc3";
  private static final String CHIP = "bus/w1/devices/" + ID + "/";
  private static final W1Temperature POWER_ON = new W1Temperature.Invalid("power-on");
  private static final W1Temperature MILD = new W1Temperature.Celsius(23.125);

  @TempDir private Path directory;

  /// A source whose conversions end one after the other as scripted, with a value or a failure.
  private static W1Source script(int retries, RecordingLogger logger, Object... outcomes) {
    Queue<Object> left = new ArrayDeque<>(List.of(outcomes));
    return new W1Source(
        () -> {
          Object next = left.remove();
          if (next instanceof DriverException failed) {
            throw failed;
          }
          return (W1Temperature) next;
        },
        retries,
        logger);
  }

  private static List<Reading> read(int retries, Object... outcomes) throws Exception {
    return script(retries, new RecordingLogger(), outcomes).read();
  }

  /// A chip that lost power for a moment answers 85 °C once; the next conversion counts.
  @Test
  void powerOnValueAndGarbledReadAreAskedForAgain() throws Exception {
    assertThat(read(2, POWER_ON, DriverException.protocol("CRC"), MILD))
        .containsExactly(W1Source.TEMPERATURE.reading(23.125));
  }

  /// Retries are bounded, and what cannot be measured is a reading without a value, not 85 °C.
  @Test
  void powerOnValueThatStaysIsABadSensor() throws Exception {
    assertThat(read(2, POWER_ON, POWER_ON, POWER_ON, MILD))
        .containsExactly(W1Source.TEMPERATURE.bad(Quality.BAD_SENSOR));
    assertThat(read(0, POWER_ON, MILD))
        .containsExactly(W1Source.TEMPERATURE.bad(Quality.BAD_SENSOR));
  }

  /// What stays garbled is thrown as it is, for the host to count.
  @Test
  void garbledReadThatStaysIsThrown() {
    var garbled = DriverException.protocol("CRC");
    assertThatThrownBy(() -> read(1, garbled, garbled, MILD)).isSameAs(garbled);
  }

  /// A sensor with weak power fails for weeks: one line in the log, and one more after it was well.
  @Test
  void reasonIsLoggedOncePerChange() throws Exception {
    var logger = new RecordingLogger();
    W1Source source = script(0, logger, POWER_ON, POWER_ON, MILD, POWER_ON);
    for (int i = 0; i < 4; i++) {
      source.read();
    }
    assertThat(logger.lines()).hasSize(2);
  }

  private DriverHarness<W1ThermSettings> device() {
    return new DriverHarness<>(new W1ThermFactory(), new W1ThermSettings(directory, ID, 2));
  }

  /// The whole way: the id in the identity and the claim, the bytes to a reading.
  @Test
  void w1SlaveIsRead() throws Exception {
    new Tree(directory)
        .with(CHIP + "w1_slave", W1Text.of("91 01 4b 46 7f ff 0f 10"))
        .with(CHIP + "temperature", "99000\n");
    try (var device = device()) {
      device.open();
      assertThat(device.poll().getFirst().value("temperature")).isEqualTo(25.0625);
      assertThat(device.driver().identity().serial()).isEqualTo(ID);
      assertThat(device.driver().identity().model()).isEqualTo("DS18B20");
    }
    assertThat(new W1ThermFactory().claims(new W1ThermSettings(directory, ID, 2)))
        .containsExactly(ID);
  }

  /// Where there is no `w1_slave`, thousandths of a degree, with the sign.
  @Test
  void temperatureIsReadWhereThereIsNoW1Slave() throws Exception {
    new Tree(directory).with(CHIP + "temperature", "-10125\n");
    try (var device = device()) {
      device.open();
      assertThat(device.poll().getFirst().value("temperature")).isEqualTo(-10.125);
    }
  }

  /// That file has no byte 6, so 85.000 is never believed there; nor are the marks of weak power.
  @ParameterizedTest
  @ValueSource(strings = {"85000", "-127000", "127937", "127940", "125001", "-55001"})
  void marksOfTheTemperatureFileAreNoValue(String milli) throws Exception {
    new Tree(directory).with(CHIP + "temperature", milli + "\n");
    try (var device = device()) {
      device.open();
      assertThat(device.poll().getFirst().readings())
          .containsExactly(W1Source.TEMPERATURE.bad(Quality.BAD_SENSOR));
    }
  }

  /// An id of another kind of chip is refused with the line of the settings, before any read.
  @Test
  void idsOfOtherFamiliesAreRefused() {
    assertThatThrownBy(() -> new W1ThermSettings(directory, "3b-000005e2fdc3", 2))
        .hasMessage("id: expected family 10, 22, 28 or 42, found 3b-000005e2fdc3");
    assertThatThrownBy(() -> new W1ThermSettings(directory, ID, 4))
        .hasMessage("retries: expected 0 to 3, found 4");
  }
}
