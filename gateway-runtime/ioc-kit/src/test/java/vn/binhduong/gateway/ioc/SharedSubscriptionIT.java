package vn.binhduong.gateway.ioc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.ioc.GatewayPeer.Keeper;
import vn.binhduong.gateway.ioc.standin.Loopback;
import vn.binhduong.gateway.ioc.standin.Mosquitto;

/// Two consumers that share the stream, against mosquitto. Not against the embedded broker: its
/// shared subscriptions were seen to stop delivering.
@Tag("interop")
class SharedSubscriptionIT {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private Path directory = Path.of("");

  // Ingest scales out: two consumers share the stream, and together they still have each number.
  @Test
  void twoConsumersOfAGroupTogetherMissNothing() throws Exception {
    int port = Loopback.freePort();
    Accounts accounts = new Accounts();
    Keeper one = new Keeper();
    Keeper two = new Keeper();
    try (Mosquitto broker = new Mosquitto(directory, port)) {
      broker.start();
      try (IocConsumer first = consumer(port, "one", accounts, one);
          IocConsumer second = consumer(port, "two", accounts, two);
          GatewayPeer gateway = new GatewayPeer(port, "share", "GW-1")) {
        await(() -> first.connected() && second.connected());
        for (long n = 201; n <= 240; n++) {
          gateway.data("wx1", n, n);
        }
        // The backlog, later, out of order and with an overlap.
        for (long n = 181; n >= 1; n -= 20) {
          gateway.hist("wx1", n, Math.min(n + 24, 205));
        }
        await(() -> one.count() + two.count() == 40 + 10 * 25);
        assertThat(accounts.map(StreamAccount::missing)).containsExactly(List.of());
        assertThat(accounts.map(StreamAccount::receivedCount)).containsExactly(240L);
        assertThat(accounts.map(StreamAccount::duplicates)).containsExactly(50L);
        assertThat(one.count()).isPositive();
        assertThat(two.count()).isPositive();
      }
    }
  }

  private static IocConsumer consumer(int port, String id, Accounts accounts, IocHandler handler) {
    return new IocConsumer(
        ConsumerSettings.of("tcp://127.0.0.1:" + port, "share-" + id, "share"),
        accounts,
        handler,
        CLOCK);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 30 s").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
