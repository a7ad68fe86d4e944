package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

/// A broker that takes connections and closes them at once, on loopback.
class SpeakFirstClientIT {
  private static final int ATTEMPTS = 30;

  // With Paho alone each attempt leaves a thread behind, until the process may have no more.
  @Test
  void noThreadStaysBehindWhenTheBrokerClosesAtOnce() throws Exception {
    try (ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> takeAndClose(broker));
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        SpeakFirstClient client =
            new SpeakFirstClient(socket(broker), "leak", new Meter(false), new ClientThreads());
        assertThatThrownBy(() -> client.connect().waitForCompletion(10_000))
            .isInstanceOf(MqttException.class);
        client.close(true);
      }
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (connectingThreads() > 0) {
        if (System.nanoTime() > deadline) {
          fail(connectingThreads() + " threads are left of " + ATTEMPTS + " attempts");
        }
        Thread.sleep(50);
      }
    }
  }

  private static BrokerSocket socket(ServerSocket broker) {
    return new BrokerSocket(
        "127.0.0.1", broker.getLocalPort(), null, Duration.ofSeconds(10), Resolver.SYSTEM);
  }

  private static long connectingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("MQTT Con: leak"))
        .count();
  }

  private static void takeAndClose(ServerSocket broker) {
    try {
      while (true) {
        broker.accept().close();
      }
    } catch (SocketException e) {
      // The test is over.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
