package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What may be in flight follows the link.
class AllowanceTest {
  private static final long SECOND = 1_000_000_000L;

  private final Allowance allowance = new Allowance(30 * SECOND, 32 << 10);

  private static Failure refused(int reasonCode) {
    return new Failure(Failure.Kind.BROKER_REFUSED, "refused", reasonCode);
  }

  // A good link may have all of it after a few messages.
  @Test
  void growsByWhatIsAnsweredInTime() {
    for (int i = 0; i < 200; i++) {
      allowance.answered(32 << 10, i * SECOND, i * SECOND + SECOND / 10);
    }
    assertThat(allowance.bytes()).isEqualTo(Allowance.BYTES_MAX);
  }

  // 1 kB/s: the first large messages never make it in 30 s; what is sent after that does.
  @Test
  void shrinksToWhatASlowLinkCarries() {
    Failure stalled = new Failure(Failure.Kind.NO_PROGRESS, "stalled");
    allowance.ended(stalled, 2, 64 << 10, 32 << 10, 30 * SECOND);
    assertThat(allowance.bytes()).isEqualTo(16 << 10);
    assertThat(allowance.messageBytes(32 << 10)).isEqualTo(16 << 10);
    allowance.answered(16 << 10, 40 * SECOND, 56 * SECOND);
    assertThat(allowance.bytes()).isEqualTo(8 << 10);
    for (int i = 0; i < 100; i++) {
      allowance.ended(stalled, 1, allowance.bytes(), 1, (100 + i) * SECOND);
    }
    assertThat(allowance.bytes()).isEqualTo(Allowance.BYTES_MIN);
  }

  // One slow answer halves once, however many messages were in flight with it.
  @Test
  void halvesOnceForAllThatWasInFlightTogether() {
    for (int i = 0; i < 10; i++) {
      allowance.answered(1_000, 0, 20 * SECOND + i);
    }
    assertThat(allowance.bytes()).isEqualTo(32 << 10);
  }

  // A broker that says "too many" or "too large" is believed until it announces other limits.
  @Test
  void believesABrokerThatTakesLessThanItAnnounced() {
    allowance.ended(refused(0x93), 32, 10_000, 400, 0);
    allowance.ended(refused(0x93), 16, 10_000, 400, 0);
    allowance.ended(refused(0x95), 8, 10_000, 6_000, 0);
    assertThat(allowance.messages(32)).isEqualTo(8);
    assertThat(allowance.messageBytes(32 << 10)).isEqualTo(3_000);
    allowance.agreed(Terms.DEFAULTS);
    assertThat(allowance.messages(32)).isEqualTo(8);
    allowance.agreed(new Terms(false, 20, 8_192, 2, true, 0, null, null));
    assertThat(allowance.messages(20)).isEqualTo(20);
    assertThat(allowance.messageBytes(8_192)).isEqualTo(8_192);
  }
}
