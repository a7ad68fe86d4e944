package vn.binhduong.gateway.management;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.leshan.client.LeshanClient;
import org.eclipse.leshan.client.LeshanClientBuilder;
import org.eclipse.leshan.client.californium.endpoint.CaliforniumClientEndpointsProvider;
import org.eclipse.leshan.client.californium.endpoint.ClientProtocolProvider;
import org.eclipse.leshan.client.californium.endpoint.coap.CoapClientProtocolProvider;
import org.eclipse.leshan.client.californium.endpoint.coaps.CoapsClientProtocolProvider;
import org.eclipse.leshan.client.resource.LwM2mObjectEnabler;
import org.eclipse.leshan.client.resource.ObjectEnabler;
import org.eclipse.leshan.client.resource.ObjectsInitializer;
import org.eclipse.leshan.client.send.ManualDataSender;
import org.eclipse.leshan.client.servers.LwM2mServer;
import org.eclipse.leshan.core.LwM2mId;
import org.eclipse.leshan.core.model.LwM2mModel;
import org.eclipse.leshan.core.request.ContentFormat;

/// The Leshan client with its objects. It makes one attempt to register and tells how that went;
/// when to try again is for [Recovery] to say. Used by one thread at a time.
final class Session {
  private static final System.Logger LOG = System.getLogger(Session.class.getName());

  /// Leshan's own wait after a failure; [Recovery] is always earlier. Milliseconds.
  private static final int NEVER_MILLIS = Integer.MAX_VALUE;

  /// Longest wait for an answer, shorter than that of [Recovery]. Milliseconds.
  private static final long ANSWER_MILLIS_MAX = 20_000;

  private static final long DEREGISTRATION_MILLIS_MAX = 1_000;

  /// Largest body in either direction, bytes: 64 blocks.
  private static final int BODY_BYTES_MAX = 64 << 10;

  private static final int PEERS_MAX = 4;

  private final String server;
  private final ObjectEnabler security;
  private final ServerObject serverObject;
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
    this.server = settings.address().toString();
    ObjectsInitializer initializer = new ObjectsInitializer(model);
    initializer.setInstancesForObject(LwM2mId.SECURITY, new Credential.None().object(server));
    this.serverObject = new ServerObject(Credential.SERVER_ID, settings.lifetime().toSeconds());
    initializer.setInstancesForObject(LwM2mId.SERVER, serverObject);
    initializer.setFactoryForObject(LwM2mId.DEVICE, (model3, id, taken) -> refuse());
    initializer.setInstancesForObject(LwM2mId.DEVICE, device);
    initializer.setDefaultContentFormat(LwM2mId.DEVICE, ContentFormat.TLV);
    List<LwM2mObjectEnabler> objects = new ArrayList<>(initializer.createAll());
    this.security =
        (ObjectEnabler)
            objects.stream()
                .filter(object -> object.getId() == LwM2mId.SECURITY)
                .findFirst()
                .orElseThrow();
    objects.addAll(more);

    TidyEngine.Factory engines = new TidyEngine.Factory();
    engines.setRetryWaitingTimeInMs(NEVER_MILLIS);
    engines.setRequestTimeoutInMs(ANSWER_MILLIS_MAX);
    engines.setDeregistrationTimeoutInMs(DEREGISTRATION_MILLIS_MAX);
    engines.setCommunicationPeriod(Math.toIntExact(settings.lifetime().toMillis() / 2));
    engines.setQueueMode(settings.queueMode());
    engines.setResumeOnConnect(false);
    engines.setReconnectOnUpdate(false);

    LeshanClientBuilder builder = new LeshanClientBuilder(endpoint);
    builder.setObjects(objects);
    builder.setDataSenders(new ManualDataSender());
    builder.setRegistrationEngineFactory(engines);
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
    configuration.set(CoapConfig.MAX_ACTIVE_PEERS, PEERS_MAX);
    configuration.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
    if (encrypted) {
      // A connection id is asked for: after a change of address the records still find their key.
      configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0);
      configuration.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, true);
      configuration.set(DtlsConfig.DTLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, true);
      configuration.set(DtlsConfig.DTLS_MAX_RETRANSMISSION_TIMEOUT, 8, TimeUnit.SECONDS);
      configuration.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
      configuration.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
      configuration.set(DtlsConfig.DTLS_MAX_CONNECTIONS, PEERS_MAX);
    }
    builder.setConfiguration(configuration);
    return builder.build();
  }

  /// Begins an attempt: the name is resolved anew, and there is a full handshake.
  void start(Credential credential) {
    security.removeInstance(0);
    security.addInstance(0, instance(credential));
    client.start();
  }

  private org.eclipse.leshan.client.object.Security instance(Credential credential) {
    var instance = credential.object(server);
    instance.setId(0);
    instance.setModel(Objects.requireNonNull(security.getObjectModel()));
    return instance;
  }

  /// Tells the server now that the gateway is there, over the present connection.
  void update() {
    client.triggerRegistrationUpdate();
  }

  /// Tells the server what these resources hold now, unasked, and does not wait for the answer;
  /// nothing where the server wants nothing sent.
  void send(List<String> paths) {
    if (serverObject.muted()) {
      return;
    }
    for (LwM2mServer registered : client.getRegisteredServers().values()) {
      client
          .getSendService()
          .sendData(
              registered,
              ContentFormat.SENML_CBOR,
              paths,
              ANSWER_MILLIS_MAX,
              response -> LOG.log(Level.DEBUG, "sent {0}: {1}", paths, response),
              error -> LOG.log(Level.DEBUG, "not sent: {0}: {1}", paths, error));
    }
  }

  /// Tells the server which instances there are, when that has changed.
  void tellObjects() {
    engine.tellObjects();
  }

  /// Throws the connection away; [#start] begins anew.
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
