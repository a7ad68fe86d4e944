package vn.binhduong.gateway.driver.coap;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import vn.binhduong.gateway.driver.testkit.DeviceState;

/// A node of the test with one resource, `/air`, that may be observed; on Californium.
final class ObservedNode implements AutoCloseable {
  static final String GOOD = "[{\"bn\":\"n7:\",\"n\":\"t\",\"v\":2150},{\"n\":\"h\",\"v\":55}]";
  static final String IDENTITY = "gateway";
  static final String KEY = "00112233445566778899aabbccddeeff";

  private static final int PEERS_MAX = 512;
  private static final int PAYLOAD_BYTES_MAX = 8_192;

  /// Tokens of the requests that came, in hex.
  final List<String> tokens = new CopyOnWriteArrayList<>();

  volatile String payload = GOOD;
  volatile int format = 110;
  volatile ResponseCode code = ResponseCode.CONTENT;
  volatile boolean answers = true;
  volatile long maxAgeSeconds = 1;
  final AtomicInteger gets = new AtomicInteger();

  private final ScheduledExecutorService threads = Transport.threads("observed node");
  private final org.eclipse.californium.core.CoapServer server;
  private final Air air;
  private final int port;
  private boolean started;

  ObservedNode(int port, boolean secured, boolean observable) {
    this.port = port;
    Configuration configuration = Transport.serving(PEERS_MAX, PAYLOAD_BYTES_MAX);
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var builder = CoapEndpoint.builder().setConfiguration(configuration);
    if (secured) {
      var connector =
          new DTLSConnector(
              new DtlsConnectorConfig.Builder(configuration)
                  .setAddress(at)
                  .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY)
                  .setAdvancedPskStore(
                      new AdvancedSinglePskStore(IDENTITY, java.util.HexFormat.of().parseHex(KEY)))
                  .build());
      connector.setExecutor(threads);
      builder.setConnector(connector);
    } else {
      builder.setInetSocketAddress(at);
    }
    server = new org.eclipse.californium.core.CoapServer(configuration);
    server.setExecutors(threads, threads, true);
    server.addEndpoint(builder.build());
    air = new Air(observable);
    server.add(air);
    start();
  }

  int port() {
    return port;
  }

  synchronized void start() {
    if (!started) {
      server.start();
      started = true;
    }
  }

  synchronized void stop() {
    if (started) {
      server.stop();
      started = false;
    }
  }

  /// Notifies all observers each so often.
  void notifyEvery(long millis) {
    var _ = threads.scheduleWithFixedDelay(this::changed, millis, millis, TimeUnit.MILLISECONDS);
  }

  void changed() {
    if (answers) {
      air.changed();
    }
  }

  /// Forgets its observers, as after a restart, without a word to them.
  void forgetObservers() {
    air.clearObserveRelations();
  }

  void set(DeviceState state) {
    answers = state != DeviceState.HANGING;
    payload = state == DeviceState.GARBAGE ? "[{\"n\":\"n7:t\",\"v\":\"??\"}]" : GOOD;
    if (state == DeviceState.GONE) {
      stop();
    } else {
      start();
    }
  }

  CoapObserveSettings settings(boolean secured, String more) {
    return Yaml.read(
        "uri: %s://127.0.0.1:%d/air\n".formatted(secured ? "coaps" : "coap", port)
            + (secured ? "identity: %s\nkey: %s\n".formatted(IDENTITY, KEY) : "")
            + more
            + PayloadsTest.CHANNELS,
        CoapObserveSettings.class);
  }

  @Override
  public void close() {
    server.destroy();
    threads.shutdownNow();
  }

  private final class Air extends CoapResource {
    Air(boolean observable) {
      super("air");
      setObservable(observable);
      setObserveType(CoAP.Type.NON);
    }

    @Override
    public void handleGET(CoapExchange exchange) {
      if (!answers) {
        return;
      }
      gets.incrementAndGet();
      String token = exchange.advanced().getRequest().getTokenString();
      if (!tokens.contains(token)) {
        tokens.add(token);
      }
      exchange.setMaxAge(maxAgeSeconds);
      exchange.respond(code, payload.getBytes(StandardCharsets.UTF_8), format);
    }
  }
}
