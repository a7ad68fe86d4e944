package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Every step of making a connection ends in time, on loopback.
@Timeout(20)
class BrokerSocketIT {
  private static final Duration LIMIT = Duration.ofMillis(800);

  private static InetAddress loopback(int last) throws UnknownHostException {
    return InetAddress.getByAddress("broker", new byte[] {127, 0, 0, (byte) last});
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 5, loopback(1));
  }

  // An attempt ends although the name servers do not answer, and leaves one thread at most.
  @Test
  void lookupThatHangs() {
    CountDownLatch never = new CountDownLatch(1);
    Resolver resolver =
        new Resolver(
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new InetAddress[0];
            });
    long start = System.nanoTime();
    for (int i = 0; i < 3; i++) {
      BrokerSocket socket = new BrokerSocket("broker", 1883, null, LIMIT, resolver);
      assertThatThrownBy(socket::start).isInstanceOf(UnknownHostException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("uplink-resolver")))
        .hasSize(1);
    never.countDown();
  }

  // A broker with two addresses of which one is dead is reached by the other.
  @Test
  void secondAddress() throws Exception {
    try (ServerSocket broker = listener()) {
      Resolver resolver = new Resolver(host -> new InetAddress[] {loopback(2), loopback(1)});
      BrokerSocket socket =
          new BrokerSocket("broker", broker.getLocalPort(), null, LIMIT, resolver);
      socket.start();
      assertThat(socket.getServerURI()).isEqualTo("tcp://broker:" + broker.getLocalPort());
      assertThat(socket.getOutputStream()).isNotNull();
      socket.stop();
    }
  }

  // Somebody takes the connection and says nothing to our TLS.
  @Test
  void handshakeThatStalls() throws Exception {
    try (ServerSocket silent = listener()) {
      SSLSocketFactory tls = SSLContext.getDefault().getSocketFactory();
      BrokerSocket socket =
          new BrokerSocket("127.0.0.1", silent.getLocalPort(), tls, LIMIT, Resolver.SYSTEM);
      assertThatThrownBy(socket::start)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("handshake timed out");
      assertThat(socket.reachedWithTls()).isTrue();
    }
  }

  // A connection that was thrown away before it was made is not made.
  @Test
  void stoppedBeforeItWasStarted() throws Exception {
    try (ServerSocket broker = listener()) {
      BrokerSocket socket =
          new BrokerSocket("127.0.0.1", broker.getLocalPort(), null, LIMIT, Resolver.SYSTEM);
      socket.stop();
      assertThatThrownBy(socket::start).isInstanceOf(SocketException.class);
    }
  }
}
