package vn.binhduong.gateway.driver.serial.rg15;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.driver.testkit.FramingRuns;

class Rg15LineTest {
  // The line that the instructions print, and one with everything else than zero.
  @Test
  void linesAreUnderstood() {
    assertThat(Rg15Line.parse("Acc 0.01 mm, EventAcc 0.01 mm, TotalAcc 0.01 mm, RInt 0.00 mmph"))
        .isEqualTo(new Rg15Line.Rain(0.01, 0.01, 0, false, false));
    assertThat(Rg15Line.parse(Rg15Device.LINE))
        .isEqualTo(new Rg15Line.Rain(310.07, 1.24, 12.5, false, false));
  }

  @Test
  void flagsAreUnderstood() {
    assertThat(Rg15Line.parse(Rg15Device.LINE + ", LensBad"))
        .isEqualTo(new Rg15Line.Rain(310.07, 1.24, 12.5, true, false));
    assertThat(Rg15Line.parse(Rg15Device.LINE + ", EmSat"))
        .isEqualTo(new Rg15Line.Rain(310.07, 1.24, 12.5, false, true));
    assertThat(Rg15Line.parse(Rg15Device.LINE + ", TooCold"))
        .isEqualTo(new Rg15Line.Rain(310.07, 1.24, 12.5, false, false));
  }

  @Test
  void inchesAreNoMillimetres() {
    assertThat(Rg15Line.parse(Rg15Device.LINE.replace("mmph", "iph").replace(" mm", " in")))
        .isEqualTo(new Rg15Line.Inches());
  }

  // Without a check, the numbers must at least fit each other: a part is not more than the whole.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Acc 0.02 mm, EventAcc 0.01 mm, TotalAcc 0.01 mm, RInt 0.00 mmph",
        "Acc 0.01 mm, EventAcc 9.01 mm, TotalAcc 0.01 mm, RInt 0.00 mmph",
        "Acc 0.01 mm, EventAcc 0.01 in, TotalAcc 0.01 mm, RInt 0.00 mmph",
        "Acc 0.01 mm, EventAcc 0.01 mm, TotalAcc 10.1 mm, RInt 0.00 mmph",
        "Acc 0.01 mm, EventAcc 0.01 mm, TotalAcc 0.01 mm, RInt 0.00 mmph, Lens",
        "Acc 0.01 mm, EventAcc 0.01 mm, TotalAcc 0.01 mm, RInt",
        "cc 0.01 mm, EventAcc 0.01 mm, TotalAcc 0.01 mm, RInt 0.00 mmph",
        ""
      })
  void anythingElseIsNoRain(String line) {
    assertThat(Rg15Line.parse(line)).isEqualTo(new Rg15Line.Other());
  }

  // 64 characters in one form: noise never has it, not even noise of the right characters.
  @Test
  void noiseIsNeverRain() {
    for (byte[] noise :
        List.of(
            FramingRuns.noise(20261127, 1_000_000),
            FramingRuns.text(7, 1_000_000, "Acc0123456789. mm,EventAccTotalRIntmmph\r\n"))) {
      var run = FramingRuns.of("rg15", Rg15Line.FRAMING, Rg15Line.BYTES_MAX, noise);
      assertThat(run.single()).as("%s", run).noneMatch(Rg15Line.Rain.class::isInstance);
    }
  }

  // A digit that became another digit is not to be seen. One total after another must not fall, and
  // the parts must fit: what is left is bounded, and told in the README.
  @Test
  void damagedLinesAreRarelyTrusted() {
    byte[] good = (Rg15Device.LINE + "\r\n").getBytes(StandardCharsets.US_ASCII);
    var run =
        FramingRuns.of(
            "rg15",
            Rg15Line.FRAMING,
            Rg15Line.BYTES_MAX,
            FramingRuns.mutated(7, 1_000_000, List.of(good)));
    long wrong =
        run.trusted().stream()
            .filter(Rg15Line.Rain.class::isInstance)
            .filter(line -> !line.equals(Rg15Line.parse(Rg15Device.LINE)))
            .count();
    assertThat(wrong).isLessThan(1_000_000 / good.length / 20);
  }

  // The total only grows, but for a gauge that lost its power.
  @Test
  void aTotalThatFallsIsNotConsistent() {
    var before = new Rg15Line.Rain(10, 1, 0, false, false);
    assertThat(Rg15Line.FRAMING.consistent(before, new Rg15Line.Rain(10.01, 1, 0, false, false)))
        .isTrue();
    assertThat(Rg15Line.FRAMING.consistent(before, new Rg15Line.Rain(9.99, 1, 0, false, false)))
        .isFalse();
    assertThat(Rg15Line.FRAMING.consistent(before, new Rg15Line.Rain(0, 0, 0, false, false)))
        .isTrue();
  }
}
