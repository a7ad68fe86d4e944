package vn.binhduong.gateway.driver.pi4j.contact;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.FakeGpio;

class ContactDriverTest {
  static final ContactSettings DOOR = new ContactSettings(Duration.ofMinutes(5));

  // Its state at first, and each change at once, without the clock moving.
  @Test
  void eachChangeIsTold() throws Exception {
    var input = new FakeGpio(1);
    try (var device = new DriverHarness<>(new ContactFactory(), DOOR).link(input)) {
      device.open();
      input.change(0, true, 1);
      input.change(0, false, 2);
      assertThat(device.collect(2, Duration.ZERO))
          .extracting(sample -> sample.value("active"))
          .startsWith(1.0, 0.0);
    }
  }

  // The sample has the time of the change, not of the hearing, and never one before the last.
  @Test
  void aChangeHasItsOwnTime() throws Exception {
    var input = new FakeGpio(1);
    try (var device = new DriverHarness<>(new ContactFactory(), DOOR).link(input)) {
      device.open();
      Instant told = device.collect(1, Duration.ZERO).getLast().at();
      device.clock().advance(Duration.ofSeconds(10));
      input.change(0, true, System.nanoTime() - 2_000_000_000L);
      Instant opened = device.collect(1, Duration.ZERO).getFirst().at();
      assertThat(Duration.between(told, opened)).isBetween(ofSeconds(7), ofSeconds(8));
      input.change(0, false, System.nanoTime() - 9_000_000_000L);
      assertThat(device.collect(1, Duration.ZERO).getFirst().at()).isEqualTo(opened);
    }
  }

  // One that waited for longer than the host takes, while the gateway stood still, is told all the
  // same.
  @Test
  void anOldChangeIsTold() throws Exception {
    var input = new FakeGpio(1);
    try (var device = new DriverHarness<>(new ContactFactory(), DOOR).link(input)) {
      device.open();
      Instant now = device.clock().instant();
      input.change(0, true, System.nanoTime() - 3_600_000_000_000L);
      assertThat(device.collect(1, Duration.ZERO).getFirst().at()).isEqualTo(now.minusSeconds(30));
    }
  }
}
