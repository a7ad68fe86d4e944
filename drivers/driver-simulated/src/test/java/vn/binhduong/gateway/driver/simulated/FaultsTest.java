package vn.binhduong.gateway.driver.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;

/// Faults on demand and the truth log, seen through an open device.
class FaultsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static SimSettings planned(FaultKind kind) {
    return new SimSettings(
        7,
        List.of(new PlannedFault(kind, Duration.ofSeconds(10), Duration.ofSeconds(5))),
        0,
        null,
        null);
  }

  /// A planned fault begins and ends when it was asked to.
  @Test
  void dropOutBeginsAndEndsInTime() throws Exception {
    try (var device = new DriverHarness<>(new SimAirFactory(), planned(FaultKind.DROP_OUT))) {
      device.open();
      device.advance(Duration.ofMillis(9_999));
      assertThat(device.poll()).hasSize(1);
      device.advance(Duration.ofMillis(1));
      assertThatThrownBy(device::poll)
          .isInstanceOf(DriverException.class)
          .hasMessage("simulated instrument: expected an answer, found it unplugged");
      device.advance(Duration.ofSeconds(5));
      assertThat(device.poll()).hasSize(1);
    }
  }

  /// A stuck instrument looks healthy: only the flat line gives it away.
  @Test
  void stuckRepeatsTheLastValues() throws Exception {
    try (var device = new DriverHarness<>(new SimAirFactory(), planned(FaultKind.STUCK))) {
      device.open();
      EmittedSample before = device.collect(9, SECOND).getLast();
      List<EmittedSample> stuck = device.collect(5, SECOND);
      device.advance(SECOND);
      List<EmittedSample> after = device.collect(1, Duration.ofSeconds(30));
      assertThat(stuck.subList(1, 5))
          .extracting(EmittedSample::readings)
          .containsOnly(stuck.getFirst().readings());
      assertThat(stuck.getLast().at()).isAfter(before.at());
      assertThat(after.getFirst().readings()).isNotEqualTo(stuck.getLast().readings());
    }
  }

  /// Asked for 24 faults a day, about that many come, and always at the same times.
  @Test
  void randomFaultsComeAsOftenAsAskedFor() {
    SimSettings settings = new SimSettings(7, List.of(), 24, null, null);
    Instant start = Instant.parse("2026-05-01T00:00:00Z");
    Faults faults = new Faults(settings, start);
    long begun =
        IntStream.range(1, 10 * 86_400)
            .filter(
                second ->
                    faults.at(start.plusSeconds(second)).isPresent()
                        && faults.at(start.plusSeconds(second - 1)).isEmpty())
            .count();
    assertThat(begun).isBetween(200L, 280L);
  }

  /// `touch FILE` unplugs the instrument, `rm FILE` plugs it in: what the demo does live.
  @Test
  void emptyFaultFileUnplugs(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("wx1.fault");
    try (var device =
        new DriverHarness<>(
            new SimWeatherFactory(), new SimSettings(7, List.of(), 0, file, null))) {
      device.open();
      Files.createFile(file);
      assertThatThrownBy(device::poll).isInstanceOf(DriverException.class);
      Files.delete(file);
      assertThat(device.poll()).hasSize(1);
    }
  }

  /// Each sample stands in the truth log with the very values that were emitted.
  @Test
  void truthLogHoldsWhatWasEmitted(@TempDir Path folder) throws Exception {
    Path truth = folder.resolve("truth.jsonl");
    SimSettings settings = new SimSettings(7, List.of(), 0, null, truth);
    try (var device = new DriverHarness<>(new SimSoundFactory(), settings)) {
      device.open();
      List<EmittedSample> samples = device.collect(3, SECOND);
      assertThat(Files.readAllLines(truth))
          .containsExactlyElementsOf(
              samples.stream()
                  .map(
                      sample ->
                          "{\"dev\":\"dut1\",\"t\":%d,\"v\":{\"level\":%s}}"
                              .formatted(sample.at().toEpochMilli(), sample.value("level")))
                  .toList());
    }
  }
}
