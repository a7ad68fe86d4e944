package vn.binhduong.gateway.driver.pi4j.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.FakeGpio;

class LoopDriverTest {
  private static final long MILLI = 1_000_000L;
  static final LoopSettings TRAP =
      new LoopSettings(4.0, 2, Duration.ofMinutes(5), Duration.ofMinutes(1));

  // A vehicle is an event at once; the bin comes with the time.
  @Test
  void aVehicleIsAnEventAndABinCounts() throws Exception {
    var loops = new FakeGpio(2);
    try (var device = new DriverHarness<>(new LoopFactory(), TRAP).link(loops)) {
      device.open();
      long now = System.nanoTime();
      loops.change(0, true, now);
      loops.change(1, true, now + 200 * MILLI);
      loops.change(0, false, now + 325 * MILLI);
      loops.change(1, false, now + 525 * MILLI);
      List<EmittedSample> samples = device.collect(2, Duration.ofMinutes(1));
      assertThat(samples.getFirst().value("speed")).isEqualTo(72);
      assertThat(samples.getFirst().value("length")).isEqualTo(4.5);
      assertThat(samples.getFirst().value("direction")).isZero();
      assertThat(samples)
          .filteredOn(sample -> sample.readings().size() == 2)
          .first()
          .satisfies(bin -> assertThat(bin.value("vehicles")).isEqualTo(1));
    }
  }

  @Test
  void aTrapNeedsTwoInputs() {
    try (var device = new DriverHarness<>(new LoopFactory(), TRAP).link(new FakeGpio(1))) {
      assertThatThrownBy(device::open)
          .hasMessage("a lane with a distance needs a link with 2 inputs, found 1");
    }
  }

  // The sample has the time at which the vehicle left, not that of the hearing.
  @Test
  void aVehicleHasItsOwnTime() throws Exception {
    var loops = new FakeGpio(2);
    try (var device = new DriverHarness<>(new LoopFactory(), TRAP).link(loops)) {
      device.open();
      Instant now = device.clock().instant();
      long left = System.nanoTime() - 3_000 * MILLI;
      loops.change(0, true, left - 525 * MILLI);
      loops.change(1, true, left - 325 * MILLI);
      loops.change(0, false, left - 200 * MILLI);
      loops.change(1, false, left);
      Instant at = device.collect(1, Duration.ZERO).getFirst().at();
      assertThat(Duration.between(at, now)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }
  }
}
