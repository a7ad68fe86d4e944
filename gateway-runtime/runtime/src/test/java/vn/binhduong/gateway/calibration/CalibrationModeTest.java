package vn.binhduong.gateway.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.model.BootTime;

class CalibrationModeTest {
  private static final UUID BOOT = UUID.fromString("5a5b1f0e-8f6c-4a1c-9f4e-0123456789ab");
  private static final UUID NEXT_BOOT = UUID.fromString("5a5b1f0e-8f6c-4a1c-9f4e-0123456789ac");
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @TempDir private Path directory = Path.of("");
  private UUID boot = BOOT;
  private Duration monotonic = Duration.ofSeconds(100);
  private long wallMillis = 1_763_863_200_000L;

  private CalibrationMode mode() {
    return new CalibrationMode(
        directory.resolve("calibrating.json"),
        Files::write,
        file -> {},
        () -> new BootTime(boot, monotonic.toNanos()),
        at -> wallMillis);
  }

  private void pass(Duration time) {
    monotonic = monotonic.plus(time);
    wallMillis += time.toMillis();
  }

  @Test
  void endsByItself() {
    CalibrationMode mode = mode();
    mode.begin("aq1", HALF_AN_HOUR, "user an");
    assertThat(mode.holds("aq1")).isTrue();
    assertThat(mode.holds("aq2")).isFalse();
    pass(HALF_AN_HOUR.minusMillis(1));
    assertThat(mode.over()).isEmpty();
    assertThat(mode.holds("aq1")).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(mode.holds("aq1")).isFalse();
    assertThat(mode.over()).containsExactly("aq1");
    assertThat(mode.over()).isEmpty();
    assertThat(mode().of("aq1")).isEmpty();
  }

  // A step of the wall clock neither ends nor prolongs it within a boot.
  @Test
  void theWallClockIsNotAskedInTheSameBoot() {
    mode().begin("aq1", HALF_AN_HOUR, "user an");
    wallMillis += Duration.ofDays(400).toMillis();
    assertThat(mode().holds("aq1")).isTrue();
    wallMillis -= Duration.ofDays(800).toMillis();
    monotonic = monotonic.plus(HALF_AN_HOUR);
    assertThat(mode().holds("aq1")).isFalse();
  }

  // Test gas must not become a measurement because of a power cut.
  @Test
  void outlivesAReboot() {
    mode().begin("aq1", HALF_AN_HOUR, "user an");
    boot = NEXT_BOOT;
    monotonic = Duration.ofSeconds(20);
    wallMillis += Duration.ofMinutes(10).toMillis();
    assertThat(mode().of("aq1").orElseThrow().endNanos())
        .isEqualTo(monotonic.plus(Duration.ofMinutes(20)).toNanos());
  }

  // Without a battery behind the clock the time after a power cut may be that of years ago.
  @Test
  void aRebootWithAWrongClockProlongsAtMostByWhatWasLeft() {
    CalibrationMode mode = mode();
    mode.begin("aq1", HALF_AN_HOUR, "user an");
    pass(Duration.ofMinutes(10));
    assertThat(mode.add("aq1", new CalibrationPoint("co2", 412, 400, 0.5, 10))).isTrue();
    boot = NEXT_BOOT;
    monotonic = Duration.ofSeconds(20);
    wallMillis -= Duration.ofDays(3000).toMillis();
    assertThat(mode().of("aq1").orElseThrow().endNanos())
        .isEqualTo(monotonic.plus(Duration.ofMinutes(20)).toNanos());
  }

  @Test
  void pointsAreKeptOverARestartAndReplacedByReference() {
    CalibrationMode mode = mode();
    assertThat(mode.add("aq1", new CalibrationPoint("co2", 412, 400, 0.5, 10))).isFalse();
    mode.begin("aq1", HALF_AN_HOUR, "user an");
    mode.add("aq1", new CalibrationPoint("co2", 412, 400, 0.5, 10));
    mode.add("aq1", new CalibrationPoint("co2", 1060, 1000, 1.5, 10));
    mode.add("aq1", new CalibrationPoint("co2", 410, 400, 0.25, 20));
    mode.begin("aq1", HALF_AN_HOUR, "user an");
    assertThat(mode().of("aq1").orElseThrow().points())
        .containsExactly(
            new CalibrationPoint("co2", 1060, 1000, 1.5, 10),
            new CalibrationPoint("co2", 410, 400, 0.25, 20));
  }

  @Test
  void isEndedOnce() {
    CalibrationMode mode = mode();
    mode.begin("aq1", HALF_AN_HOUR, "user an");
    assertThat(mode.end("aq1")).isTrue();
    assertThat(mode.end("aq1")).isFalse();
    assertThat(mode().holds("aq1")).isFalse();
  }

  @Test
  void aTimeThatNobodyMeansIsRefused() {
    assertThatThrownBy(() -> mode().begin("aq1", Duration.ofSeconds(59), "x"))
        .hasMessage("time: expected 60 to 86400 s, found 59 s");
    assertThatThrownBy(() -> mode().begin("aq1", Duration.ofHours(25), "x"))
        .hasMessageContaining("found 90000 s");
  }

  // Any bytes in the data directory: the gateway starts.
  @Test
  void aDamagedFileHoldsNothing() throws IOException {
    for (String damaged :
        List.of("", "{", "[1]", "{\"a\": 5}", "{\"a\": {\"boot\": 7, \"leftNanos\": 9}}")) {
      Files.writeString(directory.resolve("calibrating.json"), damaged);
      assertThat(mode().holds("a")).isFalse();
    }
  }
}
