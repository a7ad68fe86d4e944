package vn.binhduong.gateway.driver.coap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;

/// The server on Californium: an endpoint without a tree of resources, so that nothing is there but
/// the paths of the devices, and nothing lists them.
///
/// Blocks are put together and bounded below ([Transport]); here requests come whole.
final class CoapServer implements CoapServerLink {
  /// Peers that are remembered at a time: for duplicates, blocks under way and DTLS connections.
  static final int PEERS_MAX = 512;

  /// What a node is told to wait after it found no room, in seconds.
  static final int RETRY_SECONDS = 30;

  private final CoapServerSettings settings;
  private final String name;
  private final AllowList allow;
  private final Set<String> identities;
  private final LongSupplier nanos;
  private final ScheduledExecutorService threads;
  private final CoapEndpoint endpoint;
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final Map<String, RateLimit> rates = new HashMap<>();
  private volatile boolean closed;

  private record Place(Inbox inbox, RateLimit rate) {}

  CoapServer(CoapServerSettings settings, String name) throws DriverException {
    this(settings, name, System::nanoTime);
  }

  CoapServer(CoapServerSettings settings, String name, LongSupplier nanos) throws DriverException {
    this.settings = settings;
    this.name = name;
    this.nanos = nanos;
    allow = new AllowList(settings.allow());
    identities = settings.keys().stream().map(PskKey::identity).collect(Collectors.toSet());
    AdvancedMultiPskStore keys = keys(settings);
    threads = Transport.threads(name);
    endpoint = endpoint(keys);
    endpoint.setExecutors(threads, threads);
    endpoint.setMessageDeliverer(new Requests());
    try {
      endpoint.start();
    } catch (IOException e) {
      close();
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE, "%s: %s".formatted(this, e.getMessage()), e);
    }
  }

  private static AdvancedMultiPskStore keys(CoapServerSettings settings) throws DriverException {
    var keys = new AdvancedMultiPskStore();
    for (PskKey key : settings.keys()) {
      keys.setKey(key.identity(), Keys.bytes(key.key(), key.keyFile()));
    }
    return keys;
  }

  private CoapEndpoint endpoint(AdvancedMultiPskStore keys) {
    Configuration configuration = Transport.serving(PEERS_MAX, settings.payloadBytesMax());
    var at = new InetSocketAddress(AllowList.literal(settings.bind()), settings.portOrUsual());
    var builder = CoapEndpoint.builder().setConfiguration(configuration).setLoggingTag(name);
    if (settings.security() == ServerSecurity.NONE) {
      return builder.setInetSocketAddress(at).build();
    }
    var connector =
        new DTLSConnector(
            new DtlsConnectorConfig.Builder(configuration)
                .setAddress(at)
                .setAdvancedPskStore(keys)
                .setLoggingTag(name)
                .build());
    connector.setExecutor(threads);
    return builder.setConnector(connector).build();
  }

  @Override
  public void enter(Inbox inbox) throws DriverException {
    if (closed) {
      throw DriverException.unavailable(this + ": closed");
    }
    Inbox.Address address = inbox.address();
    if (settings.security() == ServerSecurity.DTLS_PSK) {
      if (address.identity() == null || !identities.contains(address.identity())) {
        throw DriverException.misconfigured(
            "identity: expected one of the keys of %s, found %s"
                .formatted(this, address.identity() == null ? "none" : address.identity()));
      }
    } else if (address.identity() != null) {
      throw DriverException.misconfigured("identity: %s knows none".formatted(this));
    }
    // A node does not gain a fresh allowance when its device is opened again.
    RateLimit rate;
    synchronized (rates) {
      rate =
          rates.computeIfAbsent(
              address.path(), _ -> new RateLimit(settings.requestsPerMinute(), nanos.getAsLong()));
    }
    if (places.putIfAbsent(address.path(), new Place(inbox, rate)) != null) {
      throw DriverException.misconfigured(
          "path: /%s of %s is taken by another device".formatted(address.path(), this));
    }
  }

  @Override
  public void leave(Inbox inbox) {
    places.values().removeIf(place -> place.inbox() == inbox);
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    endpoint.destroy();
    threads.shutdownNow();
    places.clear();
  }

  /// Where it listens, without its keys.
  @Override
  public String toString() {
    return "coap-server %s (%s:%d, %s)"
        .formatted(
            name,
            settings.bind(),
            settings.portOrUsual(),
            settings.security() == ServerSecurity.NONE ? "not protected" : "DTLS with PSK");
  }

  /// Every request that comes, whole.
  private final class Requests implements MessageDeliverer {
    @Override
    public void deliverRequest(Exchange exchange) {
      exchange.sendResponse(answer(exchange.getRequest()));
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
      // The server asks nothing.
    }
  }

  private Response answer(Request request) {
    EndpointContext from = request.getSourceContext();
    if (!allow.allows(from.getPeerAddress().getAddress())) {
      return refusal(ResponseCode.FORBIDDEN, "");
    }
    Place place = places.get(request.getOptions().getUriPathString());
    if (place == null) {
      return refusal(ResponseCode.NOT_FOUND, "");
    }
    Inbox inbox = place.inbox();
    if (!mayPost(inbox.address(), from)) {
      return refusal(ResponseCode.FORBIDDEN, "");
    }
    long wait;
    synchronized (place.rate()) {
      wait = place.rate().take(nanos.getAsLong());
    }
    if (wait > 0) {
      inbox.refuse("more than %d requests a minute".formatted(settings.requestsPerMinute()));
      Response slow = refusal(ResponseCode.TOO_MANY_REQUESTS, "");
      slow.getOptions().setMaxAge(wait);
      return slow;
    }
    if (request.getCode() != Code.POST) {
      inbox.refuse("a request that is no POST");
      return refusal(ResponseCode.METHOD_NOT_ALLOWED, "");
    }
    return post(inbox, request);
  }

  private Response post(Inbox inbox, Request request) {
    if (request.getPayloadSize() > settings.payloadBytesMax()) {
      inbox.refuse("a payload of %d bytes".formatted(request.getPayloadSize()));
      Response large = refusal(ResponseCode.REQUEST_ENTITY_TOO_LARGE, "");
      large.getOptions().setSize1(settings.payloadBytesMax());
      return large;
    }
    try {
      inbox.post(request.getOptions().getContentFormat(), request.getPayload());
      return new Response(ResponseCode.CHANGED);
    } catch (RefusedException e) {
      return switch (e.reason()) {
        case MALFORMED -> refusal(ResponseCode.BAD_REQUEST, e.words());
        case FORMAT -> refusal(ResponseCode.UNSUPPORTED_CONTENT_FORMAT, e.words());
        case FULL -> {
          Response full = refusal(ResponseCode.SERVICE_UNAVAILABLE, e.words());
          full.getOptions().setMaxAge(RETRY_SECONDS);
          yield full;
        }
      };
    }
  }

  private static boolean mayPost(Inbox.Address address, EndpointContext from) {
    if (address.peer() != null && !address.peer().equals(from.getPeerAddress().getAddress())) {
      return false;
    }
    return address.identity() == null || address.identity().equals(identity(from));
  }

  private static @Nullable String identity(EndpointContext from) {
    Principal peer = from.getPeerIdentity();
    return peer instanceof PreSharedKeyIdentity psk ? psk.getIdentity() : null;
  }

  /// An answer with a diagnostic payload (RFC 7252 §5.5.2).
  private static Response refusal(ResponseCode code, String words) {
    var response = new Response(code);
    if (!words.isEmpty()) {
      response.setPayload(words);
      response.getOptions().setContentFormat(MediaTypeRegistry.UNDEFINED);
      response.getOptions().removeContentFormat();
    }
    return response;
  }
}
