package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.pipeline.AlarmState.Active;
import vn.binhduong.gateway.pipeline.AlarmState.Falling;
import vn.binhduong.gateway.pipeline.AlarmState.Finding;
import vn.binhduong.gateway.pipeline.AlarmState.Normal;
import vn.binhduong.gateway.pipeline.AlarmState.Rising;

class AlarmStateTest {
  private static final long ON = 10;
  private static final long OFF = 20;

  private static AlarmState state(String name) {
    return switch (name) {
      case "Normal" -> new Normal();
      case "Rising" -> new Rising(100);
      case "Active" -> new Active();
      case "Falling" -> new Falling(100);
      default -> throw new IllegalArgumentException(name);
    };
  }

  // The whole diagram: every state with every finding, before and after its delay.
  @ParameterizedTest
  @CsvSource({
    "Normal,  OVER,    105, Rising",
    "Normal,  BETWEEN, 105, Normal",
    "Normal,  BACK,    105, Normal",
    "Normal,  UNKNOWN, 105, Normal",
    "Rising,  OVER,    109, Rising",
    "Rising,  OVER,    110, Active",
    "Rising,  BETWEEN, 110, Normal",
    "Rising,  BACK,    110, Normal",
    "Rising,  UNKNOWN, 110, Normal",
    "Active,  OVER,    105, Active",
    "Active,  BETWEEN, 105, Active",
    "Active,  BACK,    105, Falling",
    "Active,  UNKNOWN, 105, Active",
    "Falling, OVER,    120, Active",
    "Falling, BETWEEN, 120, Active",
    "Falling, BACK,    119, Falling",
    "Falling, BACK,    120, Normal",
    "Falling, UNKNOWN, 120, Active"
  })
  void theDiagram(String from, Finding finding, long now, String to) {
    assertThat(state(from).next(finding, now, ON, OFF).getClass().getSimpleName()).isEqualTo(to);
  }

  // A delay runs from the first reading, not from the latest.
  @Test
  void theDelayRunsFromTheFirstReading() {
    AlarmState rising = new Rising(100).next(Finding.OVER, 109, ON, OFF);
    assertThat(rising).isEqualTo(new Rising(100));
    assertThat(new Falling(100).next(Finding.BACK, 119, ON, OFF)).isEqualTo(new Falling(100));
  }

  @Test
  void withoutDelaysTheStatesBetweenArePassedAtOnce() {
    assertThat(new Normal().next(Finding.OVER, 5, 0, 0)).isEqualTo(new Active());
    assertThat(new Active().next(Finding.BACK, 5, 0, 0)).isEqualTo(new Normal());
  }

  // What the IOC is told of: a flicker within the delays is no news.
  @ParameterizedTest
  @CsvSource({"Normal, false", "Rising, false", "Active, true", "Falling, true"})
  void itHoldsUntilItsEndIsProved(String name, boolean holds) {
    assertThat(state(name).holds()).isEqualTo(holds);
  }
}
