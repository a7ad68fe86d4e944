package vn.binhduong.gateway.driver.pi4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;

/// The links themselves, on a machine that has neither bus nor inputs.
class LinksTest {
  @Test
  void settingsAreListed() throws IOException {
    new ReadmeSections(Path.of("README.md"))
        .assertSection(
            "links",
            ReadmeSections.settings(I2cBusSettings.class, "Link of type `i2c`")
                + ReadmeSections.settings(GpioSettings.class, "Link of type `gpio`"));
  }

  // A board without the bus is told in words, and tried again: it may be switched on.
  @Test
  void aBoardWithoutTheBusIsToldInWords() {
    assumeFalse(Files.exists(Path.of("/dev/i2c-255")));
    assertThatThrownBy(() -> new I2cBusLinkFactory().open(new I2cBusSettings(255), "bus1"))
        .isInstanceOfSatisfying(
            DriverException.class,
            e ->
                org.assertj.core.api.Assertions.assertThat(e.kind())
                    .isEqualTo(DriverException.Kind.UNAVAILABLE))
        .hasMessage(
            "no /dev/i2c-255: this board has no such bus, or it is off (Raspberry Pi:"
                + " dtparam=i2c_arm=on)");
  }

  @Test
  void aBoardWithoutTheChipIsToldInWords() {
    assumeFalse(Files.exists(Path.of("/dev/gpiochip63")));
    var settings =
        new GpioSettings(63, List.of(17), GpioSettings.Pull.UP, true, Duration.ofMillis(10));
    assertThatThrownBy(() -> new GpioLinkFactory().open(settings, "rain"))
        .hasMessage("no /dev/gpiochip63: this board has no such chip");
  }
}
