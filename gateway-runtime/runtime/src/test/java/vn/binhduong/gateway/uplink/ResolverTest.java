package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Name servers that do not answer.
@Timeout(20)
class ResolverTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicInteger lookups = new AtomicInteger();

  private InetAddress[] hang(String host) throws UnknownHostException {
    lookups.incrementAndGet();
    try {
      answer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
  }

  // Attempts do not pile up threads behind a lookup that hangs, and profit when it ends.
  @Test
  void attemptsShareALookupThatHangs() throws Exception {
    Resolver resolver = new Resolver(this::hang);
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> resolver.addresses("broker", SHORT))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("no answer about broker");
    }
    assertThat(lookups).hasValue(1);
    answer.countDown();
    assertThat(resolver.addresses("broker", LONG)).hasSize(1);
  }

  // One that never ends does not stop the others for ever, and there are never more than four.
  @Test
  void beginsAnotherInPlaceOfOneThatNeverEnds() throws Exception {
    Resolver resolver = new Resolver(this::hang, Duration.ZERO);
    for (int i = 0; i < Resolver.HANGING_MAX; i++) {
      assertThatThrownBy(() -> resolver.addresses("broker", SHORT))
          .hasMessageContaining("no answer");
    }
    assertThatThrownBy(() -> resolver.addresses("broker", SHORT)).hasMessageContaining("4 lookups");
    assertThat(lookups).hasValue(Resolver.HANGING_MAX);
    answer.countDown();
    Wait.until("threads end", LONG, () -> answers(resolver));
  }

  private static boolean answers(Resolver resolver) {
    try {
      return resolver.addresses("broker", LONG).length == 1;
    } catch (UnknownHostException | InterruptedException e) {
      return false;
    }
  }

  @Test
  void saysWhatTheSystemSays() {
    Resolver resolver =
        new Resolver(
            host -> {
              throw new UnknownHostException(host);
            });
    assertThatThrownBy(() -> resolver.addresses("nowhere", LONG))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("nowhere");
  }
}
