package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.AddressEndpointContext;

/// A node of the test, without DTLS, on Californium.
final class NodeClient implements AutoCloseable {
  private static final long ANSWER_MILLIS_MAX = 5_000;
  private static final int PAYLOAD_BYTES_MAX = 100_000;

  private final ScheduledExecutorService threads = Transport.threads("node of the test");
  private final CoapEndpoint endpoint;
  private final InetSocketAddress server;

  NodeClient(int port) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    endpoint =
        CoapEndpoint.builder()
            .setConfiguration(Transport.asking(PAYLOAD_BYTES_MAX))
            .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build();
    endpoint.setExecutors(threads, threads);
    endpoint.start();
  }

  Response post(String path, int format, String payload) throws InterruptedException {
    return post(path, format, payload.getBytes(StandardCharsets.UTF_8));
  }

  Response post(String path, int format, byte[] payload) throws InterruptedException {
    var request = new Request(Code.POST);
    request.setPayload(payload);
    if (format >= 0) {
      request.getOptions().setContentFormat(format);
    }
    return ask(path, request);
  }

  Response ask(String path, Request request) throws InterruptedException {
    request.setDestinationContext(new AddressEndpointContext(server));
    request.getOptions().setUriPath(path);
    endpoint.sendRequest(request);
    Response response = request.waitForResponse(ANSWER_MILLIS_MAX);
    assertThat(response).as("answer to %s /%s", request.getCode(), path).isNotNull();
    return Objects.requireNonNull(response);
  }

  @Override
  public void close() {
    endpoint.destroy();
    threads.shutdownNow();
  }
}
