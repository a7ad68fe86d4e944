package vn.binhduong.gateway.driver.serial.senseair;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final ReadmeSections README = new ReadmeSections(Path.of("README.md"));
  private final SenseairS8Factory factory = new SenseairS8Factory();

  @Test
  void settingsAreListed() throws Exception {
    README.assertSection(
        factory.type() + " settings",
        ReadmeSections.settings(factory.settings(), "Settings of `" + factory.type() + "`"));
  }

  @Test
  void channelsAreListed() throws Exception {
    try (var device =
        new DriverHarness<>(factory, S8Device.SETTINGS).link(new FakeSerialPort(new S8Device()))) {
      README.assertSection(
          factory.type() + " channels", ReadmeSections.channels(device.open().channels()));
    }
  }
}
