package vn.binhduong.gateway.driver.snmp;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.GoldenCases;
import vn.binhduong.gateway.driver.testkit.LinkSource;

/// Recorded tables of agents, and the samples that come of them.
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/testcases");
  private static final int POLLS = 4;

  @TestFactory
  Stream<DynamicTest> ntcip1209() throws IOException {
    return GoldenCases.of(
        CASES.resolve("ntcip1209"), new Ntcip1209Factory(), GoldenTest::link, GoldenTest::poll);
  }

  @TestFactory
  Stream<DynamicTest> snmp() throws IOException {
    return GoldenCases.of(
        CASES.resolve("snmp"), new SnmpDriverFactory(), GoldenTest::link, GoldenTest::poll);
  }

  private static LinkSource link(Path folder) throws IOException {
    TableLink link = TableLink.read(folder.resolve("input.txt"));
    return () -> link;
  }

  private static void poll(DriverHarness<?> device) throws Exception {
    for (int i = 0; i < POLLS; i++) {
      device.advance(Duration.ofSeconds(30));
      device.poll();
    }
  }
}
