package vn.binhduong.gateway.driver.simulated;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vn.binhduong.gateway.driver.testkit.GoldenCases;

/// Literal values pin the model: changing it changes what recorded demos mean.
class SimWeatherGoldenTest {
  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return GoldenCases.of(
        Path.of("src/test/resources/testcases"),
        new SimWeatherFactory(),
        device -> device.collect(3, Duration.ofHours(2)));
  }
}
