package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;

/// IIO devices as mainline drivers show them.
class IioDriverTest {
  private static final String DEVICE_0 = "bus/iio/devices/iio:device0/";
  private static final String DEVICE_1 = "bus/iio/devices/iio:device1/";

  @TempDir private Path directory;
  private Tree sys;

  @BeforeEach
  void makeTree() {
    sys = new Tree(directory);
  }

  private DriverHarness<IioSettings> device(
      String name, @Nullable String device, String... channels) {
    return new DriverHarness<>(
        new IioFactory(), new IioSettings(directory, name, device, List.of(channels)));
  }

  private static List<String> names(DriverHarness<IioSettings> device) {
    return device.driver().channels().stream().map(Channel::name).toList();
  }

  /// The kernel gives carbon dioxide in percent: raw 500 at scale 0.0001 are 500 ppm, not 0.05.
  @Test
  void scd41IsScaledFromRaw() throws Exception {
    sys.with(DEVICE_0 + "name", "scd41\n")
        .with(DEVICE_0 + "in_concentration_co2_raw", "500\n")
        .with(DEVICE_0 + "in_concentration_co2_scale", "0.000100000\n")
        .with(DEVICE_0 + "in_temp_raw", "26215\n")
        .with(DEVICE_0 + "in_temp_scale", "2.670288086\n")
        .with(DEVICE_0 + "in_temp_offset", "-16852.279999999\n")
        .with(DEVICE_0 + "in_humidityrelative_raw", "24249\n")
        .with(DEVICE_0 + "in_humidityrelative_scale", "1.525878906\n");
    try (var device = device("scd41", null)) {
      device.open();
      assertThat(names(device)).containsExactly("temperature", "humidity", "co2");
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("co2")).isEqualTo(500.0);
      assertThat(sample.value("temperature")).isBetween(25.0006, 25.0016);
      assertThat(sample.value("humidity")).isBetween(37.0010, 37.0011);
      assertThat(device.driver().identity().model()).isEqualTo("scd41");
    }
  }

  /// kPa become hPa without false digits; the BMP280 vector of its datasheet, in the format of IIO.
  @Test
  void bmp280IsTakenAsProcessed() throws Exception {
    sys.with(DEVICE_0 + "name", "bmp280\n")
        .with(DEVICE_0 + "in_pressure_input", "100.653270000\n")
        .with(DEVICE_0 + "in_pressure_raw", "25767233\n")
        .with(DEVICE_0 + "in_pressure_scale", "0.000003906\n")
        .with(DEVICE_0 + "in_temp_input", "25080\n")
        .with(DEVICE_0 + "in_temp_oversampling_ratio", "2\n");
    try (var device = device("bmp280", null)) {
      device.open();
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("pressure")).isEqualTo(1006.5327);
      assertThat(sample.value("temperature")).isEqualTo(25.08);
    }
  }

  /// Particles are in our unit already, and come in the order of their size.
  @Test
  void sps30GivesParticles() throws Exception {
    sys.with(DEVICE_0 + "name", "sps30\n")
        .with(DEVICE_0 + "in_massconcentration_pm10_input", "42.010000\n")
        .with(DEVICE_0 + "in_massconcentration_pm1_input", "12.340000\n")
        .with(DEVICE_0 + "in_massconcentration_pm2p5_input", "37.050000\n")
        .with(DEVICE_0 + "in_massconcentration_pm4_input", "40.000000\n");
    try (var device = device("sps30", null)) {
      device.open();
      assertThat(names(device)).containsExactly("pm1", "pm25", "pm4", "pm10");
      assertThat(device.poll().getFirst().value("pm25")).isEqualTo(37.05);
    }
  }

  /// A converter shares one scale; its gain may be changed while it runs. Signs count.
  @Test
  void converterFollowsItsScale() throws Exception {
    sys.with(DEVICE_0 + "name", "ads1115\n")
        .with(DEVICE_0 + "in_voltage0_raw", "13333\n")
        .with(DEVICE_0 + "in_voltage0-voltage1_raw", "-16\n")
        .with(DEVICE_0 + "in_voltage_scale", "0.187500000\n")
        .with(DEVICE_0 + "in_voltage-voltage_scale", "0.125000000\n");
    try (var device = device("ads1115", null, "voltage0_1", "voltage0")) {
      device.open();
      assertThat(names(device)).containsExactly("voltage0_1", "voltage0");
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("voltage0")).isEqualTo(2.4999375);
      assertThat(sample.value("voltage0_1")).isEqualTo(-0.002);
      sys.with(DEVICE_0 + "in_voltage_scale", "0.0625\n");
      assertThat(device.poll().getFirst().value("voltage0")).isEqualTo(0.8333125);
    }
  }

  /// A raw value without scale is in no unit: better no channel than 1139 percent of CO2.
  @Test
  void rawWithoutScaleIsNoChannel() throws Exception {
    sys.with(DEVICE_0 + "name", "mhz19b\n").with(DEVICE_0 + "in_concentration_co2_raw", "1139\n");
    try (var device = device("mhz19b", null)) {
      assertThatThrownBy(device::open)
          .hasMessageEndingWith("iio:device0: expected channels that are known, found none")
          .satisfies(kind(DriverException.Kind.UNAVAILABLE));
    }
  }

  /// One sick quantity must not cost the others, and must not keep its last value.
  @Test
  void channelThatFailsIsBadWhileOthersGoOn() throws Exception {
    sys.with(DEVICE_0 + "name", "bme280\n")
        .with(DEVICE_0 + "in_temp_input", "21437\n")
        .with(DEVICE_0 + "in_pressure_input", "100.65\n");
    try (var device = device("bme280", null)) {
      device.open();
      device.poll();
      sys.with(DEVICE_0 + "in_pressure_input", "\n");
      EmittedSample sample = device.poll().getFirst();
      assertThat(sample.value("temperature")).isEqualTo(21.437);
      assertThat(sample.readings().getLast().quality()).isEqualTo(Quality.BAD_LINK);
      device.poll();
      assertThat(device.logger().lines())
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line.text())
                      .contains("[pressure]")
                      .endsWith("in_pressure_input: expected a number, found ''"));
    }
  }

  /// The number of a device changes from boot to boot, its place on the bus does not.
  @Test
  void oneOfTwoChipsIsChosenByItsPlace() throws Exception {
    twoChips();
    try (var device = device("bme280", "1-0077")) {
      device.open();
      assertThat(device.poll().getFirst().value("temperature")).isEqualTo(7.7);
    }
    try (var device = device("bme280", "iio:device0")) {
      device.open();
      assertThat(device.poll().getFirst().value("temperature")).isEqualTo(7.6);
    }
    try (var device = device("bme280", null)) {
      assertThatThrownBy(device::open)
          .hasMessageContaining(
              "expected one chip 'bme280', found 2: set 'device' to choose one of")
          .hasMessageContaining("1-0076/iio:device0")
          .hasMessageContaining("1-0077/iio:device1")
          .satisfies(kind(DriverException.Kind.MISCONFIGURED));
    }
  }

  private void twoChips() throws IOException {
    Files.createDirectories(sys.path("bus/iio/devices"));
    for (int i = 0; i < 2; i++) {
      String bus =
          "devices/platform/soc/fe804000.i2c/i2c-1/1-007%d/iio:device%d/".formatted(6 + i, i);
      sys.with(bus + "name", "bme280\n").with(bus + "in_temp_input", "7%d00\n".formatted(6 + i));
      Files.createSymbolicLink(sys.path("bus/iio/devices/iio:device" + i), sys.path(bus));
    }
  }

  /// An operator who mistyped the name wants to read what there is.
  @Test
  void absentChipIsUnavailableAndOthersAreNamed() throws Exception {
    sys.with(DEVICE_1 + "name", "scd41\n");
    try (var device = device("bme280", null)) {
      assertThatThrownBy(device::open)
          .hasMessageContaining("expected the chip 'bme280', found 'scd41' at ")
          .satisfies(kind(DriverException.Kind.UNAVAILABLE));
    }
  }

  /// After replugging, another chip may have the number: its values must not pass for the old
  /// one's.
  @Test
  void anotherChipInItsPlaceIsNotRead() throws Exception {
    sys.with(DEVICE_0 + "name", "bme280\n").with(DEVICE_0 + "in_temp_input", "21437\n");
    try (var device = device("bme280", null)) {
      device.open();
      sys.with(DEVICE_0 + "name", "max31856\n").with(DEVICE_0 + "in_temp_input", "640000\n");
      assertThatThrownBy(device::poll)
          .hasMessageContaining("expected the chip 'bme280', found 'max31856'")
          .satisfies(kind(DriverException.Kind.UNAVAILABLE));
    }
  }

  /// A channel that was asked for and is not there is a mistake of the settings, told with the
  /// choice.
  @Test
  void absentChannelIsMisconfigured() throws Exception {
    sys.with(DEVICE_0 + "name", "bmp280\n").with(DEVICE_0 + "in_temp_input", "21437\n");
    try (var device = device("bmp280", null, "humidity")) {
      assertThatThrownBy(device::open)
          .hasMessage("channels: expected some of [temperature], found 'humidity'")
          .satisfies(kind(DriverException.Kind.MISCONFIGURED));
    }
    assertThatThrownBy(() -> device("bmp280", null, "temperature", "temperature"))
        .hasMessage("channels: expected each once, found [temperature, temperature]");
  }

  private static Consumer<Throwable> kind(DriverException.Kind kind) {
    return thrown ->
        assertThat(thrown)
            .isInstanceOfSatisfying(
                DriverException.class, failed -> assertThat(failed.kind()).isEqualTo(kind));
  }
}
