package vn.binhduong.gateway.driver.serial.senseair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;

class SenseairS8DriverTest {
  @Test
  void itTellsWhoItIsAndWhatItMeasured() throws Exception {
    try (var device =
        new DriverHarness<>(new SenseairS8Factory(), S8Device.SETTINGS)
            .link(new FakeSerialPort(new S8Device()))) {
      device.open();
      assertThat(device.driver().identity().serial()).isEqualTo("03E81C2A");
      assertThat(device.driver().identity().version()).isEqualTo("1.70");
      assertThat(device.poll().getFirst().value("co2")).isEqualTo(670);
    }
  }

  // Fatal, offset regulation, algorithm, output, self diagnosis and memory: each alone.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 6})
  void anErrorBitIsABadSensor(int bit) {
    assertThat(SenseairS8Driver.reading(List.of(1 << bit, 0, 0, 670)).quality())
        .isEqualTo(Quality.BAD_SENSOR);
  }

  @Test
  void outOfRangeKeepsItsValue() {
    var reading = SenseairS8Driver.reading(List.of(1 << 5, 0, 0, 9000));
    assertThat(reading.quality()).isEqualTo(Quality.UNCERTAIN_RANGE);
    assertThat(reading.value()).isEqualTo(9000);
  }
}
