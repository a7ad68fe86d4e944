package vn.binhduong.gateway.driver.coap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;

/// Asks one resource to be observed, and queues what the node says.
///
/// Used from the thread of its device, but for [#close()] and what Californium delivers.
final class Observer implements AutoCloseable {
  /// Most messages that wait for the device; what comes beyond it is dropped, since the next one
  /// says more.
  static final int WAITING_MAX = 64;

  private static final int PORT_PLAIN = 5683;
  private static final int PORT_DTLS = 5684;

  private final CoapObserveSettings settings;
  private final InstantSource clock;
  private final ScheduledExecutorService threads;
  private final CoapEndpoint endpoint;
  private final InetSocketAddress node;
  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(WAITING_MAX);
  private volatile @Nullable Response lastQueued;
  private @Nullable Request current;

  /// What came from the node, or that nothing will.
  ///
  /// @param response what it said; null when there is no answer
  /// @param failure why there is no answer; empty when there is one
  /// @param at when it came, by the clock of the device
  /// @param nanos when it came, by a clock that never steps
  record Heard(
      Request request, @Nullable Response response, String failure, Instant at, long nanos) {}

  Observer(CoapObserveSettings settings, String name, InstantSource clock) throws DriverException {
    this.settings = settings;
    this.clock = clock;
    node = resolved(settings);
    byte[] key = settings.secured() ? Keys.bytes(settings.key(), settings.keyFile()) : new byte[0];
    threads = Transport.threads(name);
    endpoint = endpoint(key, name);
    endpoint.setExecutors(threads, threads);
    endpoint.addNotificationListener(this::queue);
    try {
      endpoint.start();
    } catch (IOException e) {
      close();
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE, "%s: %s".formatted(settings.uri(), e.getMessage()), e);
    }
  }

  private static InetSocketAddress resolved(CoapObserveSettings settings) throws DriverException {
    String host = settings.uri().getHost();
    int port = settings.uri().getPort();
    int usual = settings.secured() ? PORT_DTLS : PORT_PLAIN;
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port < 0 ? usual : port);
    } catch (UnknownHostException e) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE, "%s: no such host".formatted(settings.uri()), e);
    }
  }

  private CoapEndpoint endpoint(byte[] key, String name) {
    Configuration configuration = Transport.asking(settings.payloadBytesMax());
    var builder = CoapEndpoint.builder().setConfiguration(configuration).setLoggingTag(name);
    if (!settings.secured()) {
      return builder.setInetSocketAddress(new InetSocketAddress(0)).build();
    }
    var connector =
        new DTLSConnector(
            new DtlsConnectorConfig.Builder(configuration)
                .setAddress(new InetSocketAddress(0))
                .setAdvancedPskStore(
                    new AdvancedSinglePskStore(String.valueOf(settings.identity()), key))
                .setLoggingTag(name)
                .build());
    connector.setExecutor(threads);
    return builder.setConnector(connector).build();
  }

  /// Asks anew, with a fresh token; what answers an older request is not heard any more.
  void ask() {
    forget();
    var request = Request.newGet();
    request.setDestinationContext(new AddressEndpointContext(node));
    request.setOptions(settings.uri());
    request.setObserve();
    PayloadFormat accept = settings.accept();
    if (accept != null) {
      request.getOptions().setAccept(accept.number());
    }
    request.addMessageObserver(
        new MessageObserverAdapter() {
          @Override
          public void onResponse(Response response) {
            queue(request, response);
          }

          @Override
          public void onTimeout() {
            fail("no answer");
          }

          @Override
          public void onReject() {
            fail("the node rejects the request");
          }

          @Override
          public void onSendError(Throwable error) {
            fail("cannot be sent: " + error.getClass().getSimpleName());
          }

          @Override
          public void onResponseHandlingError(Throwable cause) {
            fail("an answer that cannot be handled: " + cause.getClass().getSimpleName());
          }

          private void fail(String why) {
            add(new Heard(request, null, why, clock.instant(), System.nanoTime()));
          }
        });
    current = request;
    endpoint.sendRequest(request);
  }

  /// The first answer is told twice, to the request and to the listener; it is queued once.
  @SuppressWarnings("ReferenceEquality") // the same object, not one like it
  private synchronized void queue(Request request, Response response) {
    if (response == lastQueued) {
      return;
    }
    lastQueued = response;
    add(new Heard(request, response, "", clock.instant(), System.nanoTime()));
  }

  private void add(Heard what) {
    heard.offer(what);
  }

  /// The next that the node says to the current request.
  ///
  /// @return null when nothing came in time
  @Nullable Heard next(long waitNanos) throws InterruptedException {
    long until = System.nanoTime() + waitNanos;
    while (true) {
      Heard next = heard.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next == null || isCurrent(next)) {
        return next;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same object, not one like it
  private boolean isCurrent(Heard what) {
    Request asked = current;
    if (asked == null) {
      return false;
    }
    Response response = what.response();
    return response == null
        ? what.request() == asked
        : asked.getToken() != null && asked.getToken().equals(response.getToken());
  }

  private void forget() {
    Request before = current;
    current = null;
    if (before != null) {
      if (before.getToken() != null) {
        endpoint.cancelObservation(before.getToken());
      }
      before.cancel();
    }
    heard.clear();
  }

  /// Ends the endpoint and its threads. Idempotent.
  @Override
  public void close() {
    endpoint.destroy();
    threads.shutdownNow();
  }
}
