package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.FakeI2cBus;
import vn.binhduong.gateway.driver.testkit.LinkSource;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final ReadmeSections README = new ReadmeSections(Path.of("README.md"));

  @Test
  void sht3xIsListed() throws Exception {
    assertListed(
        new Sht3xFactory(), new Sht3xSettings(0x44), new FakeI2cBus().chip(0x44, Chips.sht3x()));
  }

  @Test
  void sht4xIsListed() throws Exception {
    assertListed(
        new Sht4xFactory(), new Sht4xSettings(0x44), new FakeI2cBus().chip(0x44, Chips.sht4x()));
  }

  @Test
  void scd4xIsListed() throws Exception {
    assertListed(new Scd4xFactory(), Chips.SCD4X, new FakeI2cBus().chip(0x62, Chips.scd4x()));
  }

  @Test
  void sgp41IsListed() throws Exception {
    assertListed(
        new Sgp41Factory(),
        new Sgp41Settings(null, null),
        new FakeI2cBus().chip(0x59, Chips.sgp41()));
  }

  @Test
  void sps30IsListed() throws Exception {
    assertListed(new Sps30Factory(), Chips.SPS30, new FakeI2cBus().chip(0x69, Chips.sps30()));
  }

  @Test
  void sen5xIsListed() throws Exception {
    assertListed(new Sen5xFactory(), Chips.SEN5X, new FakeI2cBus().chip(0x69, Chips.sen55()));
  }

  private static <C extends Record> void assertListed(
      DriverFactory<C> factory, C settings, LinkSource link) throws Exception {
    String type = factory.type();
    README.assertSection(
        type + " settings",
        ReadmeSections.settings(factory.settings(), "Settings of `" + type + "`"));
    try (var device = new DriverHarness<>(factory, settings).link(link)) {
      README.assertSection(type + " channels", ReadmeSections.channels(device.open().channels()));
    }
  }
}
