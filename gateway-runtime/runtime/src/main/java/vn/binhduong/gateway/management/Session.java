package vn.binhduong.gateway.management;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.californium.endpoint.ClientProtocolProvider;
import org.eclipse.leshan.client.californium.endpoint.coap.CoapClientProtocolProvider;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientProtocolProvider;
import org.eclipse.leshan.client.object.Security;
import org.eclipse.leshan.client.resource.BaseInstanceEnabler;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.resource.ObjectEnabler;
import org.eclipse.leshan.client.resource.ObjectsInitializer;
import org.eclipse.leshan.client.send.ManualDataSender;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.LwM2mId;
import org.eclipse.leshan.core.model.LwM2mModel;
import org.eclipse.leshan.core.request.ContentFormat;
import org.jspecify.annotations.Nullable;

/// The Leshan client with its objects. It makes one attempt to register and tells how that went;
/// when to try again, and when to bootstrap, is for [Recovery] to say. Used by one thread at a
/// time.
final class Session {
  private static final System.Logger LOG = System.getLogger(Session.class.getName());

  /// Leshan's own wait after a failure; [Recovery] is always earlier. Milliseconds.
  private static final int NEVER_MILLIS = Integer.MAX_VALUE;

  /// Longest wait for an answer, shorter than that of [Recovery]. Milliseconds.
  private static final long ANSWER_MILLIS_MAX = 20_000;

  private static final long DEREGISTRATION_MILLIS_MAX = 1_000;

  /// Largest body in either direction, bytes: 64 blocks.
  private static final int BODY_BYTES_MAX = 64 << 10;

  /// From the answer of the bootstrap server until it says that it has finished, seconds; with the
  /// answer shorter than the bound of [Recovery].
  private static final int BOOTSTRAP_SECONDS_MAX = 30;

  private static final int PEERS_MAX = 4;

  private final ObjectEnabler security;
  private final ObjectEnabler servers;
  private final BootstrapCheck check;

  /// Of the present attempt to register.
  private @Nullable ServerObject serverObject;

  private final LeshanClient client;
  private final TidyEngine engine;

  /// @param endpoint endpoint client name
  /// @param model of every object
  /// @param device the instance of object 3
  /// @param more objects beside 0, 1 and 3
  /// @param signals takes what happens, on threads of Leshan
  Session(
      ManagementSettings settings,
      String endpoint,
      LwM2mModel model,
      DeviceObject device,
      List<? extends LwM2mObjectEnabler> more,
      Consumer<Signal> signals) {
    ObjectsInitializer initializer = new ObjectsInitializer(model);
    initializer.setClassForObject(LwM2mId.SECURITY, Security.class);
    initializer.setFactoryForObject(LwM2mId.DEVICE, (model3, id, taken) -> refuse());
    initializer.setInstancesForObject(LwM2mId.DEVICE, device);
    initializer.setDefaultContentFormat(LwM2mId.DEVICE, ContentFormat.TLV);
    List<LwM2mObjectEnabler> objects = new ArrayList<>(initializer.createAll());
    this.security = enabler(objects, LwM2mId.SECURITY);
    this.servers = new ServersObject(Objects.requireNonNull(model.getObjectModel(LwM2mId.SERVER)));
    objects.add(servers);
    this.check = new BootstrapCheck(this::clear);
    objects.addAll(more);

    TidyEngine.Factory engines = new TidyEngine.Factory();
    engines.setRetryWaitingTimeInMs(NEVER_MILLIS);
    engines.setRequestTimeoutInMs(ANSWER_MILLIS_MAX);
    engines.setBootstrapSessionTimeoutInSec(BOOTSTRAP_SECONDS_MAX);
    engines.setDeregistrationTimeoutInMs(DEREGISTRATION_MILLIS_MAX);
    engines.setCommunicationPeriod(Math.toIntExact(settings.lifetime().toMillis() / 2));
    engines.setQueueMode(settings.queueMode());
    engines.setResumeOnConnect(false);
    engines.setReconnectOnUpdate(false);

    LeshanClientBuilder builder = new ClientBuilder(endpoint);
    builder.setObjects(objects);
    builder.setDataSenders(new ManualDataSender());
    builder.setRegistrationEngineFactory(engines);
    builder.setBootstrapConsistencyChecker(check);
    builder.setEndpointsProviders(transport(settings.encrypted()));
    this.client = builder.build();
    this.engine = engines.made();
    client.addObserver(new SignalReader(signals));
  }

  private static DeviceObject refuse() {
    throw new UnsupportedOperationException("there is one device, and no server makes another");
  }

  private static CaliforniumClientEndpointsProvider transport(boolean encrypted) {
    ClientProtocolProvider protocol =
        encrypted ? new CoapsClientProtocolProvider() : new CoapClientProtocolProvider();
    CaliforniumClientEndpointsProvider.Builder builder =
        new CaliforniumClientEndpointsProvider.Builder(protocol);
    Configuration configuration = builder.createDefaultConfiguration();
    configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, BODY_BYTES_MAX);
    Transport.bound(configuration, PEERS_MAX);
    if (encrypted) {
      Transport.encrypt(configuration, PEERS_MAX);
    }
    builder.setConfiguration(configuration);
    return builder.build();
  }

  private static ObjectEnabler enabler(List<LwM2mObjectEnabler> objects, int id) {
    return (ObjectEnabler)
        objects.stream().filter(object -> object.getId() == id).findFirst().orElseThrow();
  }

  /// Begins an attempt to register: the name is resolved anew, and there is a full handshake.
  void start(Account account) {
    clear();
    add(security, account.credential().object(account.server(), account.shortId()));
    ServerObject registered = new ServerObject(account.shortId(), account.lifetime().toSeconds());
    add(servers, registered);
    serverObject = registered;
    client.start();
  }

  /// Begins a bootstrap. While it lasts, and only then, object 0 has an instance for the bootstrap
  /// server: Leshan asks it after any failed registration as long as there is one.
  void bootstrap(URI server, Credential credential) {
    clear();
    check.reset();
    add(security, credential.bootstrap(server));
    client.start();
  }

  /// The account that the last bootstrap brought; null when it brought none.
  @Nullable Account written() {
    return check.written();
  }

  private void clear() {
    security.getAvailableInstanceIds().forEach(security::removeInstance);
    servers.getAvailableInstanceIds().forEach(servers::removeInstance);
  }

  private static void add(ObjectEnabler object, BaseInstanceEnabler instance) {
    instance.setId(0);
    instance.setModel(Objects.requireNonNull(object.getObjectModel()));
    object.addInstance(0, instance);
  }

  /// Tells the server now that the gateway is there, over the present connection.
  void update() {
    client.triggerRegistrationUpdate();
  }

  /// Tells the server what these resources hold now, unasked, and does not wait for the answer;
  /// nothing where the server wants nothing sent.
  void send(List<String> paths) {
    ServerObject registeredAt = serverObject;
    if (registeredAt == null || registeredAt.muted()) {
      return;
    }
    for (LwM2mServer registered : client.getRegisteredServers().values()) {
      try {
        client
            .getSendService()
            .sendData(
                registered,
                ContentFormat.SENML_CBOR,
                paths,
                ANSWER_MILLIS_MAX,
                response -> LOG.log(Level.DEBUG, "sent {0}: {1}", paths, response),
                error -> notSent(paths, error));
      } catch (RuntimeException e) { // such as an instance that went just now
        notSent(paths, e);
      }
    }
  }

  private static void notSent(List<String> paths, Exception e) {
    LOG.log(Level.INFO, "management: {0} were not sent: {1}", paths, e.getMessage());
  }

  /// Tells the server which instances there are, when that has changed.
  void tellObjects() {
    engine.tellObjects();
  }

  /// Throws the connection away; [#start] or [#bootstrap] begins anew.
  void stop() {
    client.stop(false);
  }

  /// Ends for good.
  ///
  /// @param deregister whether the server is told
  void destroy(boolean deregister) {
    client.destroy(deregister);
  }
}
