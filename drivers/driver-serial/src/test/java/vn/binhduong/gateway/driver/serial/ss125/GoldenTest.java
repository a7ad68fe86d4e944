package vn.binhduong.gateway.driver.serial.ss125;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.FakeSerialPort;
import vn.binhduong.gateway.driver.testkit.GoldenCases;
import vn.binhduong.gateway.driver.testkit.LinkSource;
import vn.binhduong.gateway.driver.testkit.SerialDevice;

/// Answers in bytes, and the samples that come of them.
///
/// A line of `input.txt` is the body of one answer in hex, whose first byte is its message; the
/// packets of one answer are parted by `|`. Answers to a message come in the order of the lines,
/// the last one again and again; before the first poll, two of them may go into getting in step.
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/testcases");
  private static final int SENSOR = 308;
  private static final int POLLS = 3;

  @TestFactory
  Stream<DynamicTest> intervals() throws IOException {
    return GoldenCases.of(
        CASES.resolve("ss125-intervals"),
        new Ss125IntervalsFactory(),
        GoldenTest::link,
        GoldenTest::poll);
  }

  @TestFactory
  Stream<DynamicTest> events() throws IOException {
    return GoldenCases.of(
        CASES.resolve("ss125-events"),
        new Ss125EventsFactory(),
        GoldenTest::link,
        GoldenTest::poll);
  }

  private static void poll(DriverHarness<?> device) throws Exception {
    for (int i = 0; i < POLLS; i++) {
      device.advance(Duration.ofSeconds(30));
      device.poll();
    }
  }

  private static LinkSource link(Path folder) throws IOException {
    Map<Integer, Deque<String>> answers = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("input.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        answers
            .computeIfAbsent(
                (int) SerialDevice.hex(line.substring(0, 2))[0], m -> new ArrayDeque<>())
            .add(line);
      }
    }
    return new FakeSerialPort(new Recorded(answers));
  }

  private record Recorded(Map<Integer, Deque<String>> answers) implements SerialDevice {
    @Override
    public byte[] answer(byte[] request) {
      Deque<String> lines = answers.getOrDefault((int) request[11], new ArrayDeque<>());
      String line = lines.size() > 1 ? lines.remove() : lines.peek();
      byte[] answer = SILENCE;
      int sequence = request[8] + 1;
      for (String packet : line == null ? new String[0] : line.split("\\|")) {
        answer = Z1Bytes.join(answer, Z1Bytes.packet(SENSOR, sequence++, SerialDevice.hex(packet)));
      }
      return answer;
    }
  }
}
