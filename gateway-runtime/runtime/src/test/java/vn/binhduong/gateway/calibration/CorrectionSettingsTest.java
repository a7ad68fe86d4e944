package vn.binhduong.gateway.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;

class CorrectionSettingsTest {
  private static final Channel CO2 =
      new Channel("co2", Unit.PARTS_PER_MILLION, 0, 40_000, "carbon dioxide");

  private static double corrected(CorrectionSettings correction, double shown) {
    return correction.correct(new Reading(CO2, shown, Quality.GOOD)).value();
  }

  @Test
  void aLineMultipliesAndThenAdds() {
    assertThat(corrected(CorrectionSettings.line(2.0, -5.0), 100)).isEqualTo(195);
    assertThat(corrected(CorrectionSettings.line(null, -5.0), 100)).isEqualTo(95);
    assertThat(corrected(CorrectionSettings.line(0.5, null), 100)).isEqualTo(50);
  }

  // At the points exactly the reference; between them the difference is linear; outside that of the
  // nearest, so that a table never runs away.
  @ParameterizedTest
  @CsvSource({
    "0, 2",
    "100, 98",
    "200, 204",
    "50, 50",
    "150, 151",
    "-1000, -998",
    "1000, 1004",
  })
  void aTableIsLinearBetweenItsPoints(double shown, double expected) {
    var table = CorrectionSettings.table(List.of(0.0, 100.0, 200.0), List.of(2.0, 98.0, 204.0));
    assertThat(corrected(table, shown)).isEqualTo(expected);
  }

  @Test
  void qualityStaysAndWhatHasNoValueGetsNone() {
    CorrectionSettings line = CorrectionSettings.line(2.0, null);
    Reading uncertain = new Reading(CO2, 7, Quality.UNCERTAIN_CHANGE);
    assertThat(line.correct(uncertain)).isEqualTo(new Reading(CO2, 14, Quality.UNCERTAIN_CHANGE));
    Reading bad = new Reading(CO2, Double.NaN, Quality.BAD_LINK);
    assertThat(line.correct(bad)).isEqualTo(bad);
    assertThat(line.correct(new Reading(CO2, 1e308, Quality.GOOD)).quality())
        .isEqualTo(Quality.BAD_SENSOR);
  }

  @Test
  void whatIsNoCorrectionIsRefused() {
    assertThatThrownBy(() -> CorrectionSettings.line(null, null))
        .hasMessageContaining("expected a gain, an offset, or both, or a table");
    assertThatThrownBy(() -> CorrectionSettings.line(0.0, 1.0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> CorrectionSettings.table(List.of(1.0), List.of(2.0)))
        .hasMessageContaining("at least 2, found 1 and 1");
    assertThatThrownBy(() -> CorrectionSettings.table(List.of(1.0, 1.0), List.of(2.0, 3.0)))
        .hasMessageContaining("expected ascending numbers, found 1.0 before 1.0");
    assertThatThrownBy(
            () ->
                new CorrectionSettings(
                    1.0, null, List.of(1.0, 2.0), List.of(1.0, 2.0), null, null, null))
        .hasMessageContaining("or a table");
  }
}
