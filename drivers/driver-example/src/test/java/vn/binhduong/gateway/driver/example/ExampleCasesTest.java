package vn.binhduong.gateway.driver.example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vn.binhduong.gateway.driver.testkit.GoldenCases;

/// Recorded sessions: what went over the line, and what must come of it.
class ExampleCasesTest {
  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return GoldenCases.ofSessions(Path.of("src/test/resources/testcases"), new ExampleFactory());
  }
}
