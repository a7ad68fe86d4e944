package vn.binhduong.gateway.uplink;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Command;

/// One connection made by Eclipse Paho, used as a socket with acknowledgements and nothing more: no
/// reconnect, no buffer and no persistence of its own. Its callback threads only report; they never
/// call Paho.
final class PahoPublisher implements Publisher {
  /// Inbound, bytes: enough to receive a command that is far too large, so that it can be answered
  /// instead of being dropped by the broker without a word.
  private static final long PACKET_BYTES_MAX = 4L << 20;

  /// A broker that takes less is not used: single samples would have to be given up for good on
  /// account of a setting that somebody can mend.
  private static final long PACKET_BYTES_LEAST = 1_000;

  private static final int RECEIVE_MAX = 64;
  private static final int TOPIC_ALIAS_MAX = 16;
  private static final long SESSION_EXPIRY_SECONDS = 600;
  private static final long WILL_DELAY_SECONDS = 30;
  private static final Duration DISPOSAL_MAX = Duration.ofSeconds(10);

  /// Strong reference: what Paho would log comes to us as signals.
  private static final java.util.logging.Logger PAHO_LOG =
      java.util.logging.Logger.getLogger("org.eclipse.paho.mqttv5.client");

  private final long connection;
  private final UplinkSettings settings;
  private final MqttAsyncClient client;
  private final MqttConnectionOptions options;
  private final BrokerSocket socket;
  private final ClientThreads threads;
  private final Consumer<Signal> signals;
  private volatile boolean discarded;
  private volatile boolean answered;
  private boolean ended;

  private PahoPublisher(
      long connection,
      UplinkSettings settings,
      MqttAsyncClient client,
      MqttConnectionOptions options,
      BrokerSocket socket,
      ClientThreads threads,
      Consumer<Signal> signals) {
    this.connection = connection;
    this.settings = settings;
    this.client = client;
    this.options = options;
    this.socket = socket;
    this.threads = threads;
    this.signals = signals;
  }

  /// Makes connections with these settings.
  ///
  /// @param clientId our client identifier
  /// @param plaintextAllowed whether `mqtt://` may be used
  /// @param meter counts what passes
  static Source source(
      UplinkSettings settings, String clientId, boolean plaintextAllowed, Meter meter) {
    return source(settings, clientId, plaintextAllowed, meter, Resolver.SYSTEM);
  }

  /// The same, with a resolver of its own.
  static Source source(
      UplinkSettings settings,
      String clientId,
      boolean plaintextAllowed,
      Meter meter,
      Resolver resolver) {
    PAHO_LOG.setLevel(java.util.logging.Level.OFF);
    return (connection, will, signals) -> {
      if (!settings.encrypted() && !plaintextAllowed) {
        throw new SetupException(
            "broker: %s is not encrypted; use mqtts://, or set allow-plaintext: true"
                .formatted(settings.broker()));
      }
      SSLSocketFactory tls = settings.encrypted() ? Tls.sockets(settings) : null;
      BrokerSocket socket =
          new BrokerSocket(
              settings.broker().getHost(),
              settings.port(),
              tls,
              settings.connectTimeout(),
              resolver);
      ClientThreads threads = new ClientThreads();
      try {
        MqttAsyncClient client = new SpeakFirstClient(socket, clientId, meter, threads);
        PahoPublisher publisher =
            new PahoPublisher(
                connection, settings, client, options(settings, will), socket, threads, signals);
        client.setCallback(publisher.new Callback());
        return publisher;
      } catch (MqttException | IllegalArgumentException e) {
        throw new SetupException(
            "broker: %s cannot be used: %s".formatted(settings.broker(), e.getMessage()), e);
      }
    };
  }

  @Override
  public void connect() {
    try {
      client.connect(
          options,
          null,
          new Listener(token -> connected(token), (token, thrown) -> failed(token, thrown)));
    } catch (MqttException e) {
      end(e, e.getReasonCode(), null);
    }
  }

  @Override
  public void subscribe(List<String> filters) {
    MqttSubscription[] subscriptions =
        filters.stream()
            .map(filter -> new MqttSubscription(filter, 1))
            .toArray(MqttSubscription[]::new);
    try {
      client.subscribe(
          subscriptions,
          null,
          new Listener(
              token -> signals.accept(new Signal.Subscribed(connection, refused(token, filters))),
              (token, thrown) ->
                  signals.accept(
                      new Signal.Subscribed(connection, String.valueOf(thrown.getMessage())))),
          new MqttProperties());
    } catch (MqttException e) {
      signals.accept(new Signal.Subscribed(connection, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public boolean publish(long id, Outgoing message) {
    try {
      client.publish(
          message.topic(),
          paho(message),
          null,
          new Listener(
              token -> signals.accept(new Signal.Answered(connection, id, reasonCode(token))),
              (token, thrown) -> {
                // The connection ended, which is reported by itself.
              }));
      return true;
    } catch (MqttException e) {
      return false;
    }
  }

  @Override
  public void disconnect(Duration limit) {
    try {
      client.disconnect(0, null, null, 0, new MqttProperties()).waitForCompletion(limit.toMillis());
    } catch (MqttException e) {
      // Not said in time: the broker publishes the Will, which says the same.
    }
  }

  @Override
  public void discard() {
    if (discarded) {
      return;
    }
    discarded = true;
    socket.stop();
    Thread disposal = new Thread(this::dispose, "uplink-disposal-" + connection);
    disposal.setDaemon(true);
    disposal.start();
  }

  /// Paho may hang in here; then this thread is abandoned, and the next connection does not notice.
  private void dispose() {
    try {
      threads.awaitConnect(settings.connectTimeout().plus(DISPOSAL_MAX));
      forget();
      threads.end(DISPOSAL_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that
    }
  }

  private void forget() {
    try {
      client.disconnectForcibly(0, DISPOSAL_MAX.toMillis(), false);
    } catch (MqttException | RuntimeException e) {
      // It was not connected.
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException e) {
      // Its socket is closed; there is nothing left to free.
    }
  }

  private void connected(IMqttToken token) {
    answered = true;
    Terms terms = terms(token);
    if (terms.maximumQos() == 0) {
      end(
          new Failure(
              Failure.Kind.BROKER_REFUSED,
              settings.address() + " takes QoS 0 only; nothing could be proved complete"));
      return;
    }
    if (terms.maximumPacketSize() < PACKET_BYTES_LEAST) {
      end(
          new Failure(
              Failure.Kind.BROKER_REFUSED,
              "%s takes packets of at most %d bytes; a catalogue or a sample of this gateway may need %d"
                  .formatted(settings.address(), terms.maximumPacketSize(), PACKET_BYTES_LEAST)));
      return;
    }
    signals.accept(new Signal.Connected(connection, terms));
  }

  private void failed(@Nullable IMqttToken token, Throwable thrown) {
    int code = thrown instanceof MqttException e ? e.getReasonCode() : 0;
    String reference = null;
    if (token != null && token.getResponse() instanceof MqttConnAck ack) {
      reference = ack.getProperties().getServerReference();
    }
    end(thrown, code, reference);
  }

  private void end(@Nullable Throwable thrown, int reasonCode, @Nullable String reference) {
    Failure failure = FailureReader.read(settings.address(), thrown, reasonCode, reference);
    if (!answered && socket.reachedWithTls()) {
      failure = FailureReader.hungUpBeforeAnswer(settings.address(), failure, thrown);
    }
    if (failure.kind() == Failure.Kind.CLIENT_CERTIFICATE) {
      failure =
          new Failure(failure.kind(), failure.text() + Tls.describe(settings.certificateFile()));
    }
    end(failure);
  }

  private void end(Failure failure) {
    synchronized (this) {
      if (ended || discarded) {
        return;
      }
      ended = true;
    }
    signals.accept(new Signal.Ended(connection, failure));
  }

  private static Terms terms(IMqttToken token) {
    Terms fallback = Terms.DEFAULTS;
    if (!(token.getResponse() instanceof MqttConnAck ack)) {
      return fallback;
    }
    MqttProperties properties = ack.getProperties();
    Boolean retain = properties.isRetainAvailable();
    return new Terms(
        ack.getSessionPresent(),
        or(properties.getReceiveMaximum(), fallback.receiveMaximum()),
        properties.getMaximumPacketSize() == null
            ? fallback.maximumPacketSize()
            : properties.getMaximumPacketSize(),
        or(properties.getMaximumQoS(), fallback.maximumQos()),
        retain == null || retain,
        or(properties.getTopicAliasMaximum(), fallback.topicAliasMaximum()),
        properties.getServerKeepAlive(),
        properties.getAssignedClientIdentifier());
  }

  private static int or(@Nullable Integer value, int fallback) {
    return value == null ? fallback : value;
  }

  private static int reasonCode(IMqttToken token) {
    int[] codes = token.getReasonCodes();
    return codes == null || codes.length == 0 ? 0 : codes[0];
  }

  private static String refused(IMqttToken token, List<String> filters) {
    int[] codes = token.getReasonCodes();
    List<String> refused = new ArrayList<>();
    for (int i = 0; codes != null && i < codes.length && i < filters.size(); i++) {
      if (codes[i] >= 0x80) {
        refused.add(filters.get(i) + " " + Verdict.nameOf(codes[i]));
      }
    }
    return String.join(", ", refused);
  }

  private static MqttConnectionOptions options(UplinkSettings settings, Outgoing will)
      throws SetupException {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(false);
    options.setSessionExpiryInterval(SESSION_EXPIRY_SECONDS);
    options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
    options.setConnectionTimeout((int) Math.max(1, settings.connectTimeout().toSeconds()));
    options.setReceiveMaximum(RECEIVE_MAX);
    options.setMaximumPacketSize(PACKET_BYTES_MAX);
    options.setTopicAliasMaximum(TOPIC_ALIAS_MAX);
    options.setRequestProblemInfo(true);
    options.setSendReasonMessages(true);
    options.setUserName(settings.username());
    Path passwordFile = settings.passwordFile();
    if (passwordFile != null) {
      options.setPassword(
          new String(Tls.read("password-file", passwordFile), StandardCharsets.UTF_8)
              .strip()
              .getBytes(StandardCharsets.UTF_8));
    }
    options.setWill(will.topic(), paho(will));
    MqttProperties properties = new MqttProperties();
    properties.setWillDelayInterval(WILL_DELAY_SECONDS);
    properties.setContentType(will.contentType());
    properties.setPayloadFormat(will.text());
    options.setWillMessageProperties(properties);
    return options;
  }

  private static MqttMessage paho(Outgoing message) {
    MqttProperties properties = new MqttProperties();
    properties.setContentType(message.contentType());
    properties.setPayloadFormat(message.text());
    List<UserProperty> user = new ArrayList<>();
    for (Map.Entry<String, String> property : message.userProperties().entrySet()) {
      user.add(new UserProperty(property.getKey(), property.getValue()));
    }
    properties.setUserProperties(user);
    byte[] correlation = message.correlation();
    if (correlation != null) {
      properties.setCorrelationData(correlation);
    }
    return new MqttMessage(message.payload(), 1, message.retain(), properties);
  }

  /// What Paho calls on its own threads.
  private final class Callback implements MqttCallback {
    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException thrown = response.getException();
      int code = response.getReturnCode();
      end(
          thrown,
          code >= 0x80 ? code : thrown == null ? 0 : thrown.getReasonCode(),
          response.getServerReference());
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      byte[] payload = message.getPayload();
      MqttProperties properties = message.getProperties();
      signals.accept(
          new Signal.Arrived(
              connection,
              new Inbound(
                  topic,
                  payload.length > Command.BYTES_MAX ? new byte[0] : payload,
                  payload.length,
                  message.isRetained(),
                  properties.getMessageExpiryInterval(),
                  properties.getResponseTopic(),
                  properties.getCorrelationData())));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }

  /// The two ends of a token, as functions.
  private record Listener(Consumer<IMqttToken> success, Failed failure)
      implements MqttActionListener {
    @FunctionalInterface
    interface Failed {
      void accept(@Nullable IMqttToken token, Throwable thrown);
    }

    @Override
    public void onSuccess(IMqttToken token) {
      success.accept(token);
    }

    @Override
    public void onFailure(@Nullable IMqttToken token, Throwable thrown) {
      failure.accept(token, thrown);
    }
  }
}
