package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;

/// Hardware monitors as mainline drivers show them.
class HwmonDriverTest {
  private static final String CHIP = "class/hwmon/hwmon3/";

  @TempDir private Path directory;

  private DriverHarness<HwmonSettings> device(String name, String... channels) {
    return new DriverHarness<>(
        new HwmonFactory(), new HwmonSettings(directory, name, null, List.of(channels)));
  }

  /// Thousandths of a degree below zero and of a percent, exactly.
  @Test
  void sht4xGivesTemperatureAndHumidity() throws Exception {
    new Tree(directory)
        .with(CHIP + "name", "sht4x\n")
        .with(CHIP + "temp1_input", "-10125\n")
        .with(CHIP + "temp1_max", "125000\n")
        .with(CHIP + "humidity1_input", "37001\n");
    try (var device = device("sht4x")) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("temperature")).isEqualTo(-10.125);
      assertThat(sample.value("humidity")).isEqualTo(37.001);
      assertThat(sample.readings()).hasSize(2);
    }
  }

  /// A board monitor has many inputs, with labels that say which is which.
  @Test
  void boardMonitorHasNumbersAndLabels() throws Exception {
    new Tree(directory)
        .with(CHIP + "name", "ina3221\n")
        .with(CHIP + "in0_input", "4992\n")
        .with(CHIP + "in1_input", "12061\n")
        .with(CHIP + "in1_label", "battery\n")
        .with(CHIP + "temp2_input", "48000\n");
    try (var device = device("ina3221", "voltage1", "voltage0", "temperature2")) {
      device.open();
      assertThat(device.driver().channels())
          .extracting(Channel::name, Channel::doc)
          .containsExactly(
              tuple("voltage1", "Voltage, battery"),
              tuple("voltage0", "Voltage, in0"),
              tuple("temperature2", "Temperature, temp2"));
      assertThat(device.poll().getFirst().value("voltage1")).isEqualTo(12.061);
    }
  }

  /// An open sensor is told by a flag beside a value that looks like one.
  @Test
  void faultOfASensorIsNoValue() throws Exception {
    Tree sys =
        new Tree(directory)
            .with(CHIP + "name", "max31790\n")
            .with(CHIP + "temp1_input", "127937\n")
            .with(CHIP + "temp1_fault", "1\n");
    try (var device = device("max31790")) {
      device.open();
      assertThat(device.poll().getFirst().readings().getFirst().quality())
          .isEqualTo(Quality.BAD_SENSOR);
      sys.with(CHIP + "temp1_fault", "0\n").with(CHIP + "temp1_input", "21437\n");
      assertThat(device.poll().getFirst().value("temperature")).isEqualTo(21.437);
    }
  }
}
