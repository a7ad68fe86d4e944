package vn.binhduong.gateway.driver.serial.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;
import vn.binhduong.gateway.driver.testkit.SerialScript;

class UltrasonicDriverTest {
  private static EmittedSample poll(
      UltrasonicModel model, @Nullable Double mounting, int... millimetres) throws Exception {
    var settings =
        new UltrasonicSettings(model, mounting, millimetres.length, Duration.ofSeconds(2));
    try (var device =
        new DriverHarness<>(new UltrasonicFactory(), settings)
            .link(new FakeSerialPort(new LevelDevice(model, millimetres)))) {
      device.open();
      return device.poll().getFirst();
    }
  }

  // One wave or one leaf is not the river.
  @Test
  void theMedianIsTold() throws Exception {
    EmittedSample sample = poll(UltrasonicModel.A02YYUW, 4.25, 1953, 1700, 1957, 1955, 1954);
    assertThat(sample.value("distance")).isEqualTo(1.954);
    assertThat(sample.value("level")).isEqualTo(2.296);
    assertThat(sample.quality("level")).isEqualTo(Quality.GOOD);
  }

  // What waited in the port since the last poll is old: the river has risen meanwhile.
  @Test
  void whatWaitedInThePortIsNotRead() throws Exception {
    var settings = new UltrasonicSettings(UltrasonicModel.HRXL_5M, null, 1, Duration.ofSeconds(2));
    var port = new SerialScript().answer("52 33 30 30 30 0D 52 33 30 30 30 0D");
    try (var device = new DriverHarness<>(new UltrasonicFactory(), settings).link(() -> port)) {
      device.open();
      port.answer("52 33 30 30 30 0D").answer("52 32 30 30 30 0D 52 32 30 30 30 0D");
      assertThat(device.poll().getFirst().value("distance")).isEqualTo(2);
    }
  }

  // A leap in one measurement is no water; one that lasts is told.
  @Test
  void aLeapIsLeftOutUntilItLasts() throws Exception {
    assertThat(poll(UltrasonicModel.A02YYUW, null, 1953, 120, 1953).value("distance"))
        .isEqualTo(1.953);
    assertThat(poll(UltrasonicModel.A02YYUW, null, 1953, 120, 120, 120, 120).value("distance"))
        .isEqualTo(0.12);
  }

  @Test
  void withoutAHeightThereIsNoLevel() throws Exception {
    EmittedSample sample = poll(UltrasonicModel.HRXL_5M, null, 1954);
    assertThat(sample.readings()).hasSize(1);
    assertThat(sample.value("distance")).isEqualTo(1.954);
  }

  // The farthest distance of a HRXL means that it sees nothing; on the longer model it is another.
  @Test
  void noTargetIsABadSensor() throws Exception {
    assertThat(poll(UltrasonicModel.HRXL_5M, 4.0, 5000).quality("level"))
        .isEqualTo(Quality.BAD_SENSOR);
    assertThat(poll(UltrasonicModel.HRXL_10M, 12.0, 9999).quality("distance"))
        .isEqualTo(Quality.BAD_SENSOR);
    assertThat(poll(UltrasonicModel.HRXL_10M, 12.0, 5000).value("distance")).isEqualTo(5);
    assertThat(poll(UltrasonicModel.A02YYUW, null, 0xFFFD, 0xFFFE, 0xFFFD).quality("distance"))
        .isEqualTo(Quality.BAD_SENSOR);
  }

  // Whatever is nearer than the nearest reads as the nearest.
  @Test
  void theNearestIsUncertain() throws Exception {
    assertThat(poll(UltrasonicModel.HRXL_5M, null, 300).quality("distance"))
        .isEqualTo(Quality.UNCERTAIN_RANGE);
    assertThat(poll(UltrasonicModel.HRXL_5M, null, 301).quality("distance"))
        .isEqualTo(Quality.GOOD);
  }
}
