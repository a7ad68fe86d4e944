package vn.binhduong.gateway.acquisition;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private final DeviceSpec<?> device =
      FakeLink.device("wx1", "bus1", new FakeDriver.Factory(FakeDriver.Poll.GOOD));

  @Test
  void namesAreUniqueAndLinksDeclared() {
    LinkSpec<?> link = FakeLink.spec("bus1", new FakeLink.Factory());
    assertThatThrownBy(() -> new Plan(List.of(), List.of(device)))
        .hasMessage("device wx1: link bus1 is not declared");
    assertThatThrownBy(() -> new Plan(List.of(link), List.of(device, device)))
        .hasMessage("device wx1 is declared twice");
    assertThatThrownBy(() -> new Plan(List.of(link, link), List.of()))
        .hasMessage("link bus1 is declared twice");
  }

  @Test
  void aDeviceSpecRefusesTimesThatCannotBe() {
    assertThatThrownBy(() -> spec(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("every: expected more than 0s");
    assertThatThrownBy(() -> spec(Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("deadline: expected more than 0s");
    assertThatThrownBy(
            () -> spec(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)))
        .hasMessageContaining("phase: expected 0s up to less than PT1S, found PT1S");
  }

  private static DeviceSpec<?> spec(Duration every, Duration phase, Duration deadline) {
    return new DeviceSpec<>(
        "d",
        new FakeDriver.Factory(FakeDriver.Poll.GOOD),
        new FakeDriver.Settings(0),
        null,
        every,
        phase,
        deadline);
  }
}
