package vn.binhduong.gateway.driver.serial.ss125;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;
import vn.binhduong.gateway.driver.testkit.ReadmeSections;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final ReadmeSections README = new ReadmeSections(Path.of("README.md"));

  /// A driver and settings to open it with.
  record Kind<C extends Record>(DriverFactory<C> factory, C settings) {
    List<Channel> channels() throws Exception {
      try (var device =
          new DriverHarness<>(factory, settings).link(new FakeSerialPort(new Ss125Device()))) {
        return device.open().channels();
      }
    }

    @Override
    public String toString() {
      return factory.type();
    }
  }

  static Stream<Kind<?>> kinds() {
    return Stream.of(
        new Kind<>(
            new Ss125IntervalsFactory(),
            new Ss125IntervalsSettings(Ss125Device.ID, List.of(1), true, Duration.ofSeconds(2))),
        new Kind<>(new Ss125EventsFactory(), Ss125Device.EVENTS));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void settingsAreListed(Kind<?> kind) throws Exception {
    String type = kind.factory().type();
    README.assertSection(
        type + " settings",
        ReadmeSections.settings(kind.factory().settings(), "Settings of `" + type + "`"));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void channelsAreListed(Kind<?> kind) throws Exception {
    README.assertSection(
        kind.factory().type() + " channels", ReadmeSections.channels(kind.channels()));
  }
}
