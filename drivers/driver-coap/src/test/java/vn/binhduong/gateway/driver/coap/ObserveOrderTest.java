package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 7641 §3.4: (V1 < V2 and V2 - V1 < 2^23) or (V1 > V2 and V1 - V2 > 2^23) or T2 > T1 + 128 s.
class ObserveOrderTest {
  private static final long SECOND = 1_000_000_000;

  @ParameterizedTest
  @CsvSource({
    "5, 6, 0, true",
    "5, 5, 0, false",
    "5, 4, 0, false",
    "0, 8388607, 0, true",
    "0, 8388608, 0, false",
    "8388608, 0, 0, false",
    "8388609, 0, 0, true",
    "16777215, 0, 0, true",
    "5, 4, 128, false",
    "5, 4, 129, true",
    "5, 5, 129, true"
  })
  void newer(int before, int number, long seconds, boolean newer) {
    var order = new ObserveOrder();
    assertThat(order.isNewer(before, 7)).as("the first").isTrue();
    assertThat(order.isNewer(number, 7 + seconds * SECOND)).isEqualTo(newer);
  }

  // An old one that was passed over must not become the measure.
  @Test
  void olderOnesAreNotRemembered() {
    var order = new ObserveOrder();
    order.isNewer(10, 0);
    assertThat(order.isNewer(3, 0)).isFalse();
    assertThat(order.isNewer(5, 0)).isFalse();
    order.reset();
    assertThat(order.isNewer(3, 0)).isTrue();
  }
}
