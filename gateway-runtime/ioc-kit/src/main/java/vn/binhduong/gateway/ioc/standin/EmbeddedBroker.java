package vn.binhduong.gateway.ioc.standin;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A real MQTT 5 broker (HiveMQ CE) inside this process, on loopback, with its own empty directory.
/// Takes about 2 s and 230 MB. At most one at a time in a process.
public final class EmbeddedBroker implements AutoCloseable {
  private static final int START_SECONDS_MAX = 60;
  private static final String LOGGING = "logback.configurationFile";

  private final EmbeddedHiveMQ broker;
  private final int port;

  private EmbeddedBroker(EmbeddedHiveMQ broker, int port) {
    this.broker = broker;
    this.port = port;
  }

  /// Starts a broker.
  ///
  /// @param directory for its configuration and data; made if it is not there
  /// @param port loopback port, 0 for any free one
  /// @throws IOException when it does not start, such as when the port is in use
  public static EmbeddedBroker start(Path directory, int port)
      throws IOException, InterruptedException {
    if (System.getProperty(LOGGING) == null) {
      // Otherwise the broker writes its life to standard output, over the view.
      System.setProperty(LOGGING, "vn/binhduong/gateway/ioc/standin/quiet-logback.xml");
    }
    int chosen = port == 0 ? Loopback.freePort() : port;
    Path configuration = Files.createDirectories(directory.resolve("conf"));
    Files.writeString(
        configuration.resolve("config.xml"),
        """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
          </listeners>
          <mqtt>
            <queued-messages>
              <max-queue-size>100000</max-queue-size>
              <strategy>discard</strategy>
            </queued-messages>
            <receive-maximum><server-receive-maximum>64</server-receive-maximum></receive-maximum>
          </mqtt>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
            .formatted(chosen));
    EmbeddedHiveMQ broker =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(configuration)
            .withDataFolder(Files.createDirectories(directory.resolve("data")))
            .withExtensionsFolder(Files.createDirectories(directory.resolve("extensions")))
            .withoutLoggingBootstrap()
            .build();
    try {
      broker.start().get(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          "embedded broker on 127.0.0.1:%d: %s".formatted(chosen, e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException(
          "embedded broker on 127.0.0.1:%d: not started within %d s"
              .formatted(chosen, START_SECONDS_MAX),
          e);
    }
    return new EmbeddedBroker(broker, chosen);
  }

  /// The loopback port.
  public int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    try {
      broker.close();
    } catch (ExecutionException e) {
      throw new IOException("embedded broker: closing: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
