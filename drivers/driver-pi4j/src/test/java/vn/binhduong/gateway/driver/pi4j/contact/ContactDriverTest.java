package vn.binhduong.gateway.driver.pi4j.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
}
