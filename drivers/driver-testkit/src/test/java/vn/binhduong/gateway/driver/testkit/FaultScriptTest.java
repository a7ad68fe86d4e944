package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScriptTest {
  @Test
  void aTextIsAScriptAndTheOtherWayRound() {
    FaultScript script = FaultScript.of("hang 2, garbage,unplug 3 , plug, drip, heal");
    assertThat(script.steps())
        .extracting(FaultScript.Step::state)
        .containsExactly(
            DeviceState.HANGING,
            DeviceState.GARBAGE,
            DeviceState.GONE,
            DeviceState.ANSWERING,
            DeviceState.DRIPPING,
            DeviceState.ANSWERING);
    assertThat(script.steps())
        .extracting(FaultScript.Step::calls)
        .containsExactly(2, 1, 3, 1, 1, 1);
    assertThat(script).hasToString("hang 2, garbage, unplug 3, plug, drip, heal");
    assertThat(FaultScript.of(script.toString())).isEqualTo(script);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'expected hang, drip, garbage, unplug, plug or heal, found '''''",
    "explode, found 'explode'",
    "hang 0, 'expected 1 to 100 calls, found 0'",
    "hang 101, 'expected 1 to 100 calls, found 101'",
    "hang often, 'expected a number of calls after ''hang'', found ''often'''"
  })
  void whatIsNoScriptIsRefused(String text, String words) {
    assertThatThrownBy(() -> FaultScript.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  // Each fault alone, and each after each other.
  @Test
  void theStandardHasEveryFaultAndEveryPair() {
    List<FaultScript> standard = FaultScript.standard();
    assertThat(standard).hasSize(4 + 4 * 3).doesNotHaveDuplicates();
    assertThat(standard)
        .extracting(FaultScript::toString)
        .contains("hang", "drip 2", "garbage 2", "unplug", "unplug, hang", "garbage 2, drip 2");
  }
}
