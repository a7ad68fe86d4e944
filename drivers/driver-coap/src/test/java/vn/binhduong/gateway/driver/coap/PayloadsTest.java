package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.Reading;

/// What payloads become: channels, units, ages, times.
class PayloadsTest {
  static final String CHANNELS =
      """
      channels:
        - {name: "n7:t", channel: temperature, unit: Cel, min: -40, max: 85, scale: 0.01}
        - {name: "n7:h", channel: humidity, unit: "%RH", min: 0, max: 100}
      """;
  private static final Instant NOW = Instant.parse("2031-05-04T03:02:01.250Z");

  private static Payloads payloads(String more) {
    CoapNodeSettings settings = Yaml.node("path: n7\n" + more + CHANNELS);
    return new Payloads(settings.channels(), settings.missing());
  }

  /// One line per sample: age, then channel=value.
  private static String read(Payloads payloads, int format, String payload)
      throws RefusedException {
    return payloads.read(format, payload.getBytes(StandardCharsets.UTF_8)).stream()
        .map(sample -> sample.ageMillis() + " " + shown(sample.readings()))
        .collect(Collectors.joining("; "));
  }

  private static String shown(List<Reading> readings) {
    return readings.stream()
        .map(
            reading ->
                reading.channel().name()
                    + "="
                    + (reading.quality().hasValue() ? reading.value() : reading.quality()))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // scaled in decimal: 2731 * 0.01 is 27.31, not 27.310000000000002
        "[{\"bn\":\"n7:\",\"n\":\"t\",\"v\":2731},{\"n\":\"h\",\"v\":55}] | 0 temperature=27.31 humidity=55.0",
        "[{\"n\":\"n7:h\",\"u\":\"%RH\",\"v\":55}] | 0 temperature=BAD_SENSOR humidity=55.0",
        "[{\"n\":\"n7:h\",\"v\":55},{\"n\":\"n7:x\",\"v\":1}] | 0 temperature=BAD_SENSOR humidity=55.0",
        "[{\"n\":\"n7:h\",\"vs\":\"wet\"},{\"n\":\"n7:t\",\"v\":100}] | 0 temperature=1.0 humidity=BAD_SENSOR",
        // relative times, oldest first whatever their order
        "[{\"n\":\"n7:h\",\"v\":2},{\"n\":\"n7:h\",\"t\":-60.5,\"v\":1}] | 60500 temperature=BAD_SENSOR"
            + " humidity=1.0; 0 temperature=BAD_SENSOR humidity=2.0",
        // times of the calendar, by a clock that is years off: only their distance counts
        "[{\"bt\":1.3e9,\"n\":\"n7:h\",\"t\":5,\"v\":1},{\"n\":\"n7:h\",\"t\":8,\"v\":2}] | 3000"
            + " temperature=BAD_SENSOR humidity=1.0; 0 temperature=BAD_SENSOR humidity=2.0",
        // the last relative and the first absolute time, 2^28
        "[{\"n\":\"n7:h\",\"t\":268435456,\"v\":1}] | 0 temperature=BAD_SENSOR humidity=1.0",
        "[{\"n\":\"n7:h\",\"t\":0.9,\"v\":1}] | 0 temperature=BAD_SENSOR humidity=1.0"
      })
  void samplesOfPacks(String pack, String samples) throws Exception {
    assertThat(read(payloads(""), 110, pack)).isEqualTo(samples);
  }

  @Test
  void missingChannelsCanBeLeftOut() throws Exception {
    assertThat(read(payloads("missing: leave-out\n"), 110, "[{\"n\":\"n7:h\",\"v\":55}]"))
        .isEqualTo("0 humidity=55.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "110 | [{\"n\":\"n7:h\",\"t\":268435455,\"v\":1}] | in the future",
        "110 | [{\"n\":\"n7:h\",\"t\":1.1,\"v\":1}] | in the future",
        "110 | [{\"n\":\"n7:h\",\"u\":\"Cel\",\"v\":1}] | expected the unit %RH",
        "110 | [{\"n\":\"n7:x\",\"v\":1}] | none of its names",
        "110 | [{\"n\":\"n7:h\",\"v\":1},{\"n\":\"n7:h\",\"v\":2}] | 'n7:h' twice at one time",
        "0 | 21.5 | where one channel is configured",
        "50 | {} | content format 50 is not read",
        "-1 | x | content format -1 is not read"
      })
  void refused(int format, String payload, String message) {
    assertThatThrownBy(() -> read(payloads(""), format, payload)).hasMessageContaining(message);
  }

  private static final String ONE =
      """
      path: n
      channels:
        - {name: level, channel: level, unit: m, min: 0, max: 10, scale: 0.001}
      """;

  private static Payloads one() {
    return new Payloads(Yaml.node(ONE).channels(), Missing.BAD);
  }

  @ParameterizedTest
  @CsvSource({"1234, 1.234", "-5, -0.005", "' 2.5e2 ', 0.25", "+7.0, 0.007"})
  void plainNumbers(String text, double value) throws Exception {
    assertThat(read(one(), 0, text)).isEqualTo("0 level=" + value);
  }

  @ParameterizedTest
  @CsvSource({"''", "NaN", "0x10", "1d", "1e999", "'1 2'", "1111111111111111111111111111111111"})
  void textsThatAreNoNumbers(String text) {
    assertThatThrownBy(() -> read(one(), 0, text)).hasMessageContaining("not a number");
  }

  private static List<Measured> aged(long... agesMillis) throws RefusedException {
    Reading reading =
        one().read(0, "1".getBytes(StandardCharsets.US_ASCII)).getFirst().readings().getFirst();
    return java.util.Arrays.stream(agesMillis)
        .mapToObj(age -> new Measured(age, List.of(reading)))
        .toList();
  }

  @Test
  void timesAreTheGatewaysLessTheAge() throws Exception {
    assertThat(new Timeline(Duration.ofMinutes(1)).place(NOW, aged(60_000, 500)))
        .extracting(Timed::at)
        .containsExactly(NOW.minusSeconds(60), NOW.minusMillis(500));
  }

  @Test
  void tooOldIsRefused() {
    var timeline = new Timeline(Duration.ofMinutes(1));
    assertThatThrownBy(() -> timeline.place(NOW, aged(60_001, 0)))
        .hasMessageContaining("60 s old, at most 60 s are taken");
  }

  // Within one driver times never go back; a small overtaking on the way loses nothing.
  @Test
  void timesNeverGoBack() throws Exception {
    var timeline = new Timeline(Duration.ofMinutes(5));
    timeline.passed(timeline.place(NOW, aged(0)));
    assertThat(timeline.place(NOW, aged(5_000, 0))).extracting(Timed::at).containsExactly(NOW, NOW);
    assertThatThrownBy(() -> timeline.place(NOW, aged(5_001)))
        .hasMessageContaining("older than what was taken before");
  }
}
