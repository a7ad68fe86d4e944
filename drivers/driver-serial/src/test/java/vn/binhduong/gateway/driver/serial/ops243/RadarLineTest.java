package vn.binhduong.gateway.driver.serial.ops243;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.driver.testkit.FramingRuns;

class RadarLineTest {
  // Numbers may stand in quotes or not; JSON without a unit is what the radar was told, km/h.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"DetectedObjectVelocity\":\"-27.4\"} | -27.4",
        "{\"DetectedObjectVelocity\":-27.4} | -27.4",
        "{\"unit\":\"kmph\",\"speed\":\"12.3\"} | 12.3",
        "{\"unit\":\"mps\",\"magnitude\":\"45\",\"speed\":\"-10.0\"} | -36.0",
        "{\"unit\":\"mph\",\"speed\":\"100\"} | 160.9344",
        "{\"time\":\"3107.5\",\"unit\":\"kmph\",\"direction\":\"inbound\",\"speed\":\"54.25\"} |"
            + " 54.25",
        "\"kmph\",-27.4 | -27.4",
        "\"mps\",7.5 | 27.0"
      })
  void speedsAreUnderstood(String line, double speed) {
    assertThat(RadarLine.parse(line.replace("\\\"", "\""))).isEqualTo(new RadarLine.Speed(speed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"31.7", "-0.8"})
  void aBareNumberStatesNothing(String line) {
    assertThat(RadarLine.parse(line)).isEqualTo(new RadarLine.Unstated());
  }

  @Test
  void whatItSaysOfItselfIsUnderstood() {
    assertThat(RadarLine.parse("{\"Version\":\"1.3.5\"}"))
        .isEqualTo(new RadarLine.Information(Map.of("Version", "1.3.5")));
  }

  // Half an object, a nested one, two of them, a unit it cannot know, a speed no vehicle has.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"speed\":\"12.3\"",
        "\"speed\":\"12.3\"}",
        "{\"speed\":{\"is\":\"12.3\"}}",
        "{\"speed\":\"12.3\"}{\"speed\":\"12.3\"}",
        "{\"unit\":\"knots\",\"speed\":\"12.3\"}",
        "{\"speed\":\"250.1\"}",
        "{\"speed\":\"1e1\"}",
        "{\"speed\":\"NaN\"}",
        "{}",
        "12",
        "12.3.4",
        "\"miles\",12.3",
        "ok"
      })
  void anythingElseIsNoSpeed(String line) {
    assertThat(RadarLine.parse(line)).isEqualTo(new RadarLine.Other());
  }

  @Test
  void noiseIsNeverTrusted() {
    var run =
        FramingRuns.of(
            "ops243",
            RadarLine.FRAMING,
            RadarLine.BYTES_MAX,
            FramingRuns.noise(20261127, 1_000_000));
    assertThat(run.trusted()).as("%s", run).noneMatch(RadarLine.Speed.class::isInstance);
  }

  // The form with numbers alone is weak. In noise of the 27 characters that lines may have, a place
  // begins a number and an end with probability 27^-1 * (10/27)^2..5 * 27^-1..2, about 2e-4; two
  // such
  // lines in a row, below 1e-7 and so 0.1 of a million.
  @Test
  void noiseOfTheRightCharactersIsRarelyTrusted() {
    var run =
        FramingRuns.of(
            "ops243",
            RadarLine.FRAMING,
            RadarLine.BYTES_MAX,
            FramingRuns.text(7, 1_000_000, "{}\":,speduntkmh.-0123456789\r\n"));
    assertThat(run.trusted().stream().filter(RadarLine.Speed.class::isInstance).count())
        .isLessThanOrEqualTo(2);
  }

  // A digit that became another is not to be seen in a line without a check; everything else is. At
  // most one damaged line in ten is such a one.
  @Test
  void damagedLinesAreRarelyTrusted() {
    byte[] good = "{\"DetectedObjectVelocity\":\"-27.4\"}\r\n".getBytes(StandardCharsets.US_ASCII);
    var run =
        FramingRuns.of(
            "ops243",
            RadarLine.FRAMING,
            RadarLine.BYTES_MAX,
            FramingRuns.mutated(7, 1_000_000, List.of(good)));
    long wrong =
        run.trusted().stream()
            .filter(RadarLine.Speed.class::isInstance)
            .filter(line -> !line.equals(new RadarLine.Speed(-27.4)))
            .count();
    assertThat(wrong).isLessThan(1_000_000 / good.length / 10);
  }
}
