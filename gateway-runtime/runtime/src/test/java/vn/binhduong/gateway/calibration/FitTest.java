package vn.binhduong.gateway.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FitTest {
  private static CalibrationPoint point(double shown, double reference) {
    return new CalibrationPoint("co2", shown, reference, 0, 10);
  }

  @Test
  void onePointIsAnOffset() {
    assertThat(Fit.through(List.of(point(412.3, 400))))
        .isEqualTo(CorrectionSettings.line(null, -12.3));
  }

  // Zero air and span gas, in either order.
  @Test
  void twoPointsAreALine() {
    CorrectionSettings line = Fit.through(List.of(point(1050, 1000), point(10, 0)));
    assertThat(line).isEqualTo(CorrectionSettings.line(0.961538462, -9.61538462));
    assertThat(line).isEqualTo(Fit.through(List.of(point(10, 0), point(1050, 1000))));
  }

  @Test
  void moreAreATableInTheOrderOfWhatWasShown() {
    assertThat(Fit.through(List.of(point(99, 100), point(1, 0), point(52, 50))))
        .isEqualTo(CorrectionSettings.table(List.of(1.0, 52.0, 99.0), List.of(0.0, 50.0, 100.0)));
  }

  @Test
  void whatLeadsToNothingIsRefused() {
    assertThatThrownBy(() -> Fit.through(List.of())).hasMessageContaining("at least one point");
    assertThatThrownBy(() -> Fit.through(List.of(point(5, 0), point(5, 100))))
        .hasMessageContaining("showed 5.0 for 0.0 and for 100.0");
    assertThatThrownBy(() -> Fit.through(List.of(point(5, 0), point(5.001, 1000))))
        .hasMessageContaining("a gain of 1000000.0");
  }
}
