package vn.binhduong.gateway.driver.pi4j.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeGpio;

class PulseDriverTest {
  private static final long SECOND = 1_000_000_000L;
  static final PulseSettings RAIN =
      new PulseSettings(
          PulseSettings.Kind.RAIN, 0.2, 0, Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final FakeGpio input = new FakeGpio(1);

  private DriverHarness<PulseSettings> harness(PulseSettings settings) {
    return new DriverHarness<>(new PulseFactory(), settings).link(input);
  }

  private void pulse(long atNanos) {
    input.change(0, true, atNanos);
    input.change(0, false, atNanos + SECOND / 20);
  }

  /// Lets the driver take the pulses, then the time pass.
  private static EmittedSample minute(DriverHarness<PulseSettings> device) throws Exception {
    return device.collect(1, Duration.ofMinutes(1)).getLast();
  }

  // Three tips of 0.2 mm in a minute are 0.6 mm and 36 mm/h; the tip that bounced is told.
  @Test
  void tipsAreRain() throws Exception {
    try (var device = harness(RAIN)) {
      device.open();
      pulse(0);
      pulse(2 * SECOND);
      pulse(2 * SECOND + 1);
      pulse(4 * SECOND);
      EmittedSample sample = minute(device);
      assertThat(sample.value("rain_total")).isEqualTo(0.6);
      assertThat(sample.value("rejected")).isEqualTo(1);
      assertThat(sample.value("rain")).isEqualTo(0.6);
      assertThat(device.remembered()).isEqualTo("pulses 3");
    }
  }

  // The total goes on where it was, whatever happened to the gateway.
  @Test
  void theTotalOutlivesARestart() throws Exception {
    try (var device = harness(RAIN)) {
      device.open();
      pulse(0);
      minute(device);
      device.open();
      pulse(10 * SECOND);
      assertThat(minute(device).value("rain_total")).isEqualTo(0.4);
    }
  }

  @Test
  void twoInputsAreRefused() {
    try (var device = new DriverHarness<>(new PulseFactory(), RAIN).link(new FakeGpio(2))) {
      assertThatThrownBy(device::open)
          .hasMessage("a pulse counter needs a link with 1 input, found 2");
    }
  }

  @Test
  void anOffsetIsForWindOnly() {
    assertThatThrownBy(
            () ->
                new PulseSettings(
                    PulseSettings.Kind.RAIN, 0.2, 0.3, Duration.ZERO, Duration.ofMinutes(1)))
        .hasMessage("offset: expected 0 unless kind is wind, found 0.3");
  }
}
