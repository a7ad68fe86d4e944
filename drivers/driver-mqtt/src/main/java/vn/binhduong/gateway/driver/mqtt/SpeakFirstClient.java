package vn.binhduong.gateway.driver.mqtt;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/// A Paho client whose connection gives nothing, not even its end, before CONNECT was written.
///
/// An MQTT client speaks first, so nothing is lost by waiting. Paho waits for its receiver thread
/// to be seen running before it sends CONNECT; when a broker closes at once, as after a certificate
/// that it refuses, the receiver is over before it is seen, and the waiting thread loops for ever:
/// one thread lost for each attempt to connect.
final class SpeakFirstClient extends MqttAsyncClient {
  private static final long WAIT_SECONDS_MAX = 30;

  private final NetworkModule network;

  /// @param network over which it speaks; used once
  /// @param threads has every thread of it
  SpeakFirstClient(NetworkModule network, String clientId, ClientThreads threads)
      throws MqttException {
    super(network.getServerURI(), clientId, new MemoryPersistence(), new MonotonicPing(), threads);
    this.network = network;
  }

  @Override
  protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) {
    return new NetworkModule[] {new Gate(network)};
  }

  private static final class Gate implements NetworkModule {
    private final NetworkModule network;
    private final CountDownLatch spoken = new CountDownLatch(1);

    Gate(NetworkModule network) {
      this.network = network;
    }

    @Override
    public void start() throws IOException, MqttException {
      network.start();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(network.getInputStream()) {
        @Override
        public int available() throws IOException {
          return spoken.getCount() > 0 ? 0 : in.available(); // which fails when it was closed
        }

        @Override
        public int read() throws IOException {
          awaitSpoken();
          return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          awaitSpoken();
          return in.read(into, offset, length);
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(network.getOutputStream()) {
        @Override
        public void write(int value) throws IOException {
          spoken.countDown();
          out.write(value);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
          spoken.countDown();
          out.write(from, offset, length);
        }
      };
    }

    @Override
    public void stop() throws IOException {
      spoken.countDown();
      network.stop();
    }

    @Override
    public String getServerURI() {
      return network.getServerURI();
    }

    private void awaitSpoken() throws IOException {
      try {
        if (!spoken.await(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
          throw new IOException("nothing was sent within " + WAIT_SECONDS_MAX + " s");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted before anything was sent");
      }
    }
  }
}
