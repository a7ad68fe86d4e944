package vn.binhduong.gateway.driver.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vn.binhduong.gateway.driver.testkit.GoldenCases;
import vn.binhduong.gateway.driver.testkit.SerialScript;

/// Recorded sessions: what went over the line, and what must come of it.
class ExampleCasesTest {
  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    return GoldenCases.of(
        Path.of("src/test/resources/testcases"),
        new ExampleFactory(),
        folder -> {
          SerialScript session =
              SerialScript.recorded(Files.readString(folder.resolve("input.txt")));
          return () -> session;
        },
        device -> device.poll());
  }
}
