package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.leshan.core.endpoint.Protocol;
import org.eclipse.leshan.core.node.LwM2mNode;
import org.eclipse.leshan.core.node.LwM2mPath;
import org.eclipse.leshan.core.node.LwM2mSingleResource;
import org.eclipse.leshan.core.observation.CompositeObservation;
import org.eclipse.leshan.core.observation.Observation;
import org.eclipse.leshan.core.observation.SingleObservation;
import org.eclipse.leshan.core.request.ContentFormat;
import org.eclipse.leshan.core.request.DownlinkRequest;
import org.eclipse.leshan.core.request.ExecuteRequest;
import org.eclipse.leshan.core.request.ObserveRequest;
import org.eclipse.leshan.core.request.ReadRequest;
import org.eclipse.leshan.core.request.WriteRequest;
import org.eclipse.leshan.core.response.LwM2mResponse;
import org.eclipse.leshan.core.response.ObserveCompositeResponse;
import org.eclipse.leshan.core.response.ObserveResponse;
import org.eclipse.leshan.core.response.ReadResponse;
import org.eclipse.leshan.server.LeshanServer;
import org.eclipse.leshan.server.LeshanServerBuilder;
import org.eclipse.leshan.server.californium.endpoint.CaliforniumServerEndpointsProvider;
import org.eclipse.leshan.server.californium.endpoint.coaps.CoapsServerProtocolProvider;
import org.eclipse.leshan.server.observation.ObservationListener;
import org.eclipse.leshan.server.registration.Registration;
import org.eclipse.leshan.server.registration.RegistrationListener;
import org.eclipse.leshan.server.registration.RegistrationUpdate;
import org.eclipse.leshan.server.security.InMemorySecurityStore;
import org.eclipse.leshan.server.security.NonUniqueSecurityInfoException;
import org.eclipse.leshan.server.security.SecurityInfo;

/// The desk from which the IOC looks after gateways: a real LwM2M server (Leshan) on loopback, over
/// DTLS with a key made for this run. Registers one gateway, observes what [Watch] names and keeps
/// what was told last.
///
///     AWAITED --it registers--> REGISTERED --its first value--> ATTENDED
///        ^                                                         |
///        +------------------- await(), it goes --------------------+
///
/// Thread-safe; the server has threads of its own.
public final class ManagementDesk implements AutoCloseable {
  private static final int KEY_BYTES = 16;
  private static final int CONNECTION_ID_BYTES = 6;
  private static final long ANSWER_MILLIS_MAX = 5_000;

  private final String endpoint;
  private final InstantSource clock;
  private final Consumer<String> news;
  private final LeshanServer server;
  private final Set<LwM2mPath> observed = new HashSet<>();
  private final Map<LwM2mPath, LwM2mNode> known = new HashMap<>();
  private String registrationId = "";
  private boolean awaited = true;
  private long sinceMillis;
  private int registrations;
  private int objects;
  private long notifications;

  private ManagementDesk(String endpoint, byte[] key, InstantSource clock, Consumer<String> news) {
    this.endpoint = endpoint;
    this.clock = clock;
    this.news = news;
    InMemorySecurityStore store = new InMemorySecurityStore();
    try {
      store.add(SecurityInfo.newPreSharedKeyInfo(endpoint, endpoint, key));
    } catch (NonUniqueSecurityInfoException e) {
      throw new IllegalStateException("in an empty store", e);
    }
    LeshanServerBuilder builder = new LeshanServerBuilder();
    builder.setSecurityStore(store);
    builder.setEndpointsProviders(
        new CaliforniumServerEndpointsProvider.Builder(new CoapsServerProtocolProvider())
            .setConfiguration(
                configuration ->
                    configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES))
            .addEndpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Protocol.COAPS)
            .build());
    this.server = builder.build();
    server.getRegistrationService().addListener(new Registrations());
    server.getObservationService().addListener(new Observations());
  }

  /// Opens a desk.
  ///
  /// @param keyFile where the new key is written in hexadecimal, for its owner alone; must not
  ///   exist
  /// @param endpoint name of the gateway, and identity of its key
  /// @param news is told what happens, for people
  /// @throws IOException when the key cannot be written
  public static ManagementDesk open(
      Path keyFile, String endpoint, InstantSource clock, Consumer<String> news)
      throws IOException {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Files.createFile(
        keyFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(keyFile, HexFormat.of().formatHex(key));
    ManagementDesk desk = new ManagementDesk(endpoint, key, clock, news);
    desk.server.start();
    return desk;
  }

  /// The loopback port, of UDP.
  public int port() {
    return server.getEndpoint(Protocol.COAPS).getURI().getPort();
  }

  /// The gateway has been started anew: it has to register again.
  synchronized void await() {
    awaited = true;
  }

  /// Whether the gateway has registered since it was last awaited, and told something.
  public synchronized boolean attended() {
    return !awaited && !known.isEmpty();
  }

  /// Reads a resource with one value.
  ///
  /// @return its value as text; empty when the gateway is not registered, or does not answer so
  Optional<String> read(String path) throws InterruptedException {
    return answer(new ReadRequest(path))
        .filter(LwM2mResponse::isSuccess)
        .filter(ReadResponse.class::isInstance)
        .map(answer -> ((ReadResponse) answer).getContent())
        .filter(LwM2mSingleResource.class::isInstance)
        .map(resource -> String.valueOf(((LwM2mSingleResource) resource).getValue()));
  }

  /// Writes a text.
  ///
  /// @return whether the gateway took it
  boolean write(String path, String text) throws InterruptedException {
    LwM2mPath at = new LwM2mPath(path);
    return answer(
            new WriteRequest(
                ContentFormat.TEXT,
                at.getObjectId(),
                at.getObjectInstanceId(),
                at.getResourceId(),
                text))
        .filter(LwM2mResponse::isSuccess)
        .isPresent();
  }

  /// Executes a resource.
  ///
  /// @return whether the gateway did
  boolean execute(String path) throws InterruptedException {
    return answer(new ExecuteRequest(path)).filter(LwM2mResponse::isSuccess).isPresent();
  }

  private Optional<LwM2mResponse> answer(DownlinkRequest<?> request) throws InterruptedException {
    Registration registration = server.getRegistrationService().getByEndpoint(endpoint);
    if (registration == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(server.send(registration, request, ANSWER_MILLIS_MAX));
    } catch (RuntimeException e) {
      return Optional.empty(); // it went just now
    }
  }

  /// What is known now.
  ///
  /// @param startMillis start of the demo
  synchronized Managed picture(long startMillis) {
    return new Managed(
        !registrationId.isEmpty(),
        Duration.ofMillis(Math.max(0, sinceMillis - startMillis)),
        registrations,
        objects,
        notifications,
        registrationId.isEmpty() ? List.of() : Watch.texts(known));
  }

  /// What is wrong; empty when nothing is.
  synchronized List<String> problems() {
    if (registrations == 0) {
      return List.of("the gateway never registered with the management server");
    }
    if (awaited) {
      return List.of("the gateway did not register again after its last start");
    }
    return known.isEmpty() ? List.of("the gateway registered, but told no value") : List.of();
  }

  private void registered(Registration registration) {
    synchronized (this) {
      registrationId = registration.getId();
      awaited = false;
      registrations++;
      sinceMillis = clock.millis();
      observed.clear();
      known.clear();
      news.accept(
          "management: %s registered%s, %d objects"
              .formatted(
                  endpoint,
                  registrations > 1 ? " again" : "",
                  registration.getSupportedObject().size()));
    }
    observe(registration);
  }

  /// Observes what is not observed yet: sensors come when their devices have answered.
  private void observe(Registration registration) {
    List<LwM2mPath> wanted;
    synchronized (this) {
      objects = registration.getSupportedObject().size();
      wanted =
          Watch.instances(registration.getAvailableInstances()).stream()
              .filter(observed::add)
              .toList();
    }
    for (LwM2mPath path : wanted) {
      server.send(
          registration,
          new ObserveRequest(ContentFormat.SENML_CBOR, path.toString()),
          ANSWER_MILLIS_MAX,
          answer -> answered(registration, path, answer),
          error -> unanswered(path, String.valueOf(error.getMessage())));
    }
  }

  private void answered(Registration registration, LwM2mPath path, ObserveResponse answer) {
    if (answer.isSuccess()) {
      told(registration, path, answer);
    } else {
      unanswered(path, answer.getCode() + " " + answer.getErrorMessage());
    }
  }

  /// The next registration or update tries again.
  private synchronized void unanswered(LwM2mPath path, String problem) {
    observed.remove(path);
    news.accept("management: observing %s: %s".formatted(path, problem));
  }

  private synchronized boolean told(
      Registration registration, LwM2mPath path, ObserveResponse response) {
    if (!registration.getId().equals(registrationId) || response.getContent() == null) {
      return false; // of a gateway that is no more
    }
    known.put(path, response.getContent());
    return true;
  }

  private synchronized void notified(
      Registration registration, LwM2mPath path, ObserveResponse response) {
    if (told(registration, path, response)) {
      notifications++;
    }
  }

  private synchronized void gone(Registration registration, boolean expired) {
    if (registration.getId().equals(registrationId)) {
      registrationId = "";
      news.accept("management: %s %s".formatted(endpoint, expired ? "expired" : "deregistered"));
    }
  }

  @Override
  public void close() {
    server.destroy();
  }

  private final class Registrations implements RegistrationListener {
    @Override
    public void registered(
        Registration registration, Registration previous, Collection<Observation> observations) {
      ManagementDesk.this.registered(registration);
    }

    @Override
    public void updated(RegistrationUpdate update, Registration updated, Registration previous) {
      observe(updated);
    }

    @Override
    public void unregistered(
        Registration registration,
        Collection<Observation> observations,
        boolean expired,
        Registration next) {
      if (next == null) {
        gone(registration, expired);
      }
    }
  }

  private final class Observations implements ObservationListener {
    @Override
    public void newObservation(Observation observation, Registration registration) {}

    @Override
    public void cancelled(Observation observation) {}

    @Override
    public void onResponse(
        SingleObservation observation, Registration registration, ObserveResponse response) {
      notified(registration, observation.getPath(), response);
    }

    @Override
    public void onResponse(
        CompositeObservation observation,
        Registration registration,
        ObserveCompositeResponse response) {}

    @Override
    public void onError(Observation observation, Registration registration, Exception error) {
      news.accept("management: a notification that nobody can read: " + error.getMessage());
    }
  }
}
