package vn.binhduong.gateway.driver.pi4j.loop;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.FakeGpio;
import vn.binhduong.gateway.driver.testkit.LinkSource;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final ReadmeSections README = new ReadmeSections(Path.of("README.md"));

  @Test
  void loopDetectorIsListed() throws Exception {
    assertListed(new LoopFactory(), LoopDriverTest.TRAP, new FakeGpio(2));
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
