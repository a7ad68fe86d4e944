package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.testkit.TestClock;

/// How often, from where and how much.
class BoundsTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void aMinutesWorthThenOneByOne() {
    var rate = new RateLimit(3, 0);
    assertThat(List.of(rate.take(0), rate.take(0), rate.take(0))).containsOnly(0L);
    assertThat(rate.take(0)).as("seconds to wait").isEqualTo(20);
    assertThat(rate.take(19 * SECOND)).isEqualTo(1);
    assertThat(rate.take(20 * SECOND + 1)).isZero();
    assertThat(rate.take(21 * SECOND)).isEqualTo(19);
    assertThat(rate.take(600 * SECOND)).as("no more than a minute's worth is saved").isZero();
    assertThat(List.of(rate.take(600 * SECOND), rate.take(600 * SECOND))).containsOnly(0L);
    assertThat(rate.take(600 * SECOND)).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.1.20, 192.168.1.20, true",
    "192.168.1.20, 192.168.1.21, false",
    "10.8.0.0/13, 10.15.255.255, true",
    "10.8.0.0/13, 10.16.0.0, false",
    "0.0.0.0/0, 1.2.3.4, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false"
  })
  void addressesAndNetworks(String entry, String peer, boolean allowed) {
    assertThat(new AllowList(List.of(entry)).allows(InetAddress.ofLiteral(peer)))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"example.org", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "''"})
  void otherTextsAreNoAddresses(String entry) {
    assertThatThrownBy(() -> new AllowList(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Nothing that was taken is thrown away for something newer: the node keeps it and is told.
  @Test
  void aFullInboxRefusesAndCounts() throws Exception {
    CoapNodeSettings settings = Yaml.node("path: n\n" + PayloadsTest.CHANNELS);
    var clock = new TestClock();
    var inbox =
        new Inbox(
            new Inbox.Address("n", null, null),
            new Payloads(settings.channels(), Missing.BAD),
            new Timeline(Duration.ofHours(1)),
            clock,
            2);
    byte[] one = "[{\"n\":\"n7:h\",\"v\":1}]".getBytes(StandardCharsets.UTF_8);
    byte[] two =
        "[{\"n\":\"n7:h\",\"v\":3},{\"n\":\"n7:h\",\"t\":-1,\"v\":2}]"
            .getBytes(StandardCharsets.UTF_8);
    inbox.post(110, one);
    clock.advance(Duration.ofSeconds(10));
    assertThatThrownBy(() -> inbox.post(110, two)).hasMessageContaining("no room");
    assertThatThrownBy(() -> inbox.post(110, new byte[0])).hasMessageContaining("a pack is");
    Inbox.Delivery first = inbox.drain();
    assertThat(first.samples()).hasSize(1);
    assertThat(List.of(first.taken(), first.full(), first.refused())).containsOnly(1L);
    assertThat(first.lastTaken()).isEqualTo(TestClock.START);
    inbox.post(110, two);
    Inbox.Delivery second = inbox.drain();
    assertThat(second.samples()).hasSize(2);
    assertThat(second.full()).isZero();
    assertThat(second.refused()).isZero();
  }
}
