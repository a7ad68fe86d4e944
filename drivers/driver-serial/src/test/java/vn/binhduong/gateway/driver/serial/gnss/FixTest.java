package vn.binhduong.gateway.driver.serial.gnss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixTest {
  private static final String GGA = "123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,";
  private static final String RMC = "123519,A,4807.038,N,01131.000,E,022.4,084.4,230326,003.1,W";

  private static Sentence sentence(String type, String fields) {
    return new Sentence(type, List.of(fields.split(",", -1)));
  }

  private static Fix fix(String gga, String rmc) {
    return Fix.of(sentence("GGA", gga), sentence("RMC", rmc));
  }

  // 48 degrees 7.038 minutes north, 11 degrees 31 minutes east.
  @Test
  void theSentencesOfTheTextbooksAreUnderstood() {
    Fix fix = fix(GGA, RMC);
    assertThat(fix.latitude().getAsDouble()).isEqualTo(48.1173, within(1e-12));
    assertThat(fix.longitude().getAsDouble()).isEqualTo(11 + 31.0 / 60);
    assertThat(fix.altitude()).hasValue(545.4);
    assertThat(fix.satellites()).isEqualTo(8);
    assertThat(fix.dilution()).hasValue(0.9);
    assertThat(fix.quality()).isEqualTo(1);
    assertThat(fix.time()).contains(Instant.parse("2026-03-23T12:35:19Z"));
  }

  @Test
  void southAndWestAreNegative() {
    Fix fix = fix(GGA.replace("N", "S").replace("E", "W"), RMC);
    assertThat(fix.latitude().getAsDouble()).isEqualTo(-48.1173, within(1e-12));
    assertThat(fix.longitude().getAsDouble()).isEqualTo(-(11 + 31.0 / 60));
  }

  // A position that is estimated, or that the receiver itself calls void, is none.
  @ParameterizedTest
  @CsvSource({"0, A", "1, V", "6, A"})
  void withoutAFixThereIsNoPositionAndNoTime(String quality, String status) {
    Fix fix =
        fix(GGA.replace(",E,1,", ",E," + quality + ","), RMC.replace(",A,", "," + status + ","));
    assertThat(fix.latitude()).isEmpty();
    assertThat(fix.longitude()).isEmpty();
    assertThat(fix.altitude()).isEmpty();
    assertThat(fix.time()).isEmpty();
    assertThat(fix.satellites()).isEqualTo(8);
  }

  @Test
  void fractionsOfASecondCountAndALeapSecondIsTheOneBefore() {
    assertThat(fix(GGA, RMC.replace("123519,A", "123519.25,A")).time())
        .contains(Instant.parse("2026-03-23T12:35:19.250Z"));
    assertThat(fix(GGA, RMC.replace("123519,A", "235960,A")).time())
        .contains(Instant.parse("2026-03-23T23:59:59Z"));
  }

  // What the check let through is told by field.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4807.038,N | 4877.038,N | GGA latitude: expected at most 90 degrees and less than 60"
            + " minutes, found '4877.038'",
        "4807.038,N | 9107.038,N | GGA latitude: expected at most 90 degrees and less than 60"
            + " minutes, found '9107.038'",
        "4807.038,N | 4807.038,E | GGA latitude: expected degrees and minutes and N or S, found"
            + " '4807.038,E'",
        "4807.038,N | 48x7.038,N | GGA latitude: expected degrees and minutes and N or S, found"
            + " '48x7.038,N'",
        "545.4 | 54.5.4 | GGA altitude: expected a number, found '54.5.4'"
      })
  void whatIsNoPositionIsToldByField(String good, String bad, String told) {
    assertThatThrownBy(() -> fix(GGA.replace(good, bad), RMC)).hasMessage(told);
  }
}
