package vn.binhduong.gateway.ioc.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FaultTest {
  @Test
  void aScriptIsReadInTheOrderOfTime() {
    assertThat(Fault.parseScript("kill@40s,cut@15s, restore@30s,unplug:wx1@500ms"))
        .containsExactly(
            new Fault(Fault.Kind.UNPLUG, "wx1", Duration.ofMillis(500)),
            new Fault(Fault.Kind.CUT, "", Duration.ofSeconds(15)),
            new Fault(Fault.Kind.RESTORE, "", Duration.ofSeconds(30)),
            new Fault(Fault.Kind.KILL, "", Duration.ofSeconds(40)));
  }

  // All mistakes at once, so that a script is corrected in one go.
  @Test
  void everyMistakeIsNamed() {
    assertThatThrownBy(() -> Fault.parseScript("cut15s,explode@3s,unplug@4s,cut:wx1@5s"))
        .hasMessageContaining("'cut15s': expected such as")
        .hasMessageContaining("'explode' is none of")
        .hasMessageContaining("'unplug@4s': expected a device")
        .hasMessageContaining("'cut:wx1@5s': expected no device");
  }

  // A gateway that is not installed in slots could not be updated, and the demo would wait for it.
  @Test
  void updatesNeedTheScriptsOfAnInstallation() {
    assertThatThrownBy(() -> StandInOptions.parse("--faults", "update@3s", "--", "gateway"))
        .hasMessageContaining("update and badupdate: expected --scripts");
    assertThat(StandInOptions.parse("--faults", "badupdate@3s", "--scripts", "scripts").faults())
        .containsExactly(new Fault(Fault.Kind.BADUPDATE, "", Duration.ofSeconds(3)));
    assertThatThrownBy(() -> StandInOptions.parse("--plain")).hasMessageContaining("--scripts");
  }

  @Test
  void timesHaveAUnit() {
    assertThat(Durations.parse("10min")).isEqualTo(Duration.ofMinutes(10));
    assertThatThrownBy(() -> Durations.parse("60")).hasMessageContaining("found '60'");
  }
}
