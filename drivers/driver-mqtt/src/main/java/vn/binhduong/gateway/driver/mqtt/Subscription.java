package vn.binhduong.gateway.driver.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverContext;
import vn.binhduong.gateway.driver.DriverException;

/// One connection to a broker with one subscription, made by Eclipse Paho as a bare transport: no
/// reconnect and no persistence of its own. Its threads only report; they never call Paho.
///
/// Opened by the device's thread; [#close()] may come from any. What is left of the client then is
/// cleared away by a thread of its own, because Paho may hang while it is closed.
final class Subscription {
  /// Largest packet taken, bytes: far larger than the payloads that are read, so that one which is
  /// too large is counted here and not dropped by the broker without a word.
  static final int PACKET_BYTES_MAX = 1 << 20;

  /// Most messages on their way that we have not confirmed.
  static final int RECEIVE_MAX = 64;

  private static final Duration DISPOSAL_MAX = Duration.ofSeconds(10);
  private static final int RETAINED_NOT_SENT = 2;
  private static final int QOS = 1;

  /// Strong reference: what Paho would log is told by what is thrown.
  private static final Logger PAHO_LOG = Logger.getLogger("org.eclipse.paho.mqttv5.client");

  private final MqttJsonSettings settings;
  private final DriverContext context;
  private final Inbox inbox;
  private final BrokerSocket socket;
  private final ClientThreads threads = new ClientThreads();
  private final SpeakFirstClient client;
  private final CompletableFuture<IMqttToken> connected = new CompletableFuture<>();
  private final CompletableFuture<IMqttToken> subscribed = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Subscription(MqttJsonSettings settings, DriverContext context, Inbox inbox)
      throws DriverException {
    this.settings = settings;
    this.context = context;
    this.inbox = inbox;
    socket =
        new BrokerSocket(
            settings.broker().getHost(),
            settings.port(),
            settings.encrypted() ? Tls.sockets(settings.caFile()) : null,
            settings.connectTimeout());
    try {
      client = new SpeakFirstClient(socket, clientId(), threads);
    } catch (MqttException | IllegalArgumentException e) {
      throw new DriverException(
          DriverException.Kind.MISCONFIGURED,
          "broker: %s cannot be used: %s".formatted(settings.broker(), e.getMessage()),
          e);
    }
    client.setCallback(new Callback());
  }

  /// Connects and subscribes.
  ///
  /// @param inbox where messages go from then on, and how it ends
  /// @throws DriverException when that does not work; nothing is left behind
  static Subscription open(MqttJsonSettings settings, DriverContext context, Inbox inbox)
      throws DriverException, InterruptedException {
    PAHO_LOG.setLevel(Level.OFF);
    var subscription = new Subscription(settings, context, inbox);
    boolean done = false;
    try {
      subscription.connect();
      done = true;
      return subscription;
    } finally {
      if (!done) {
        subscription.close();
      }
    }
  }

  private void connect() throws DriverException, InterruptedException {
    long until = System.nanoTime() + settings.connectTimeout().toNanos();
    try {
      client.connect(options(), null, new Outcome(connected));
      await(connected, until, "connect");
      MqttSubscription topic = new MqttSubscription(settings.topic(), QOS);
      if (settings.retained() == Retained.IGNORE) {
        topic.setRetainHandling(RETAINED_NOT_SENT);
      }
      client.subscribe(
          new MqttSubscription[] {topic}, null, new Outcome(subscribed), new MqttProperties());
    } catch (MqttException e) {
      throw failed(e, e.getReasonCode());
    }
    int[] codes = await(subscribed, until, "subscribe").getReasonCodes();
    if (codes != null && codes.length > 0 && codes[0] >= 0x80) {
      throw thrown(Failure.ofSubscription(settings.address(), settings.topic(), codes[0]), null);
    }
  }

  /// Ends the connection. Idempotent and quick.
  void close() {
    if (closed.compareAndSet(false, true)) {
      socket.stop();
      Thread.ofPlatform().daemon().name("mqtt-disposal").start(this::dispose);
    }
  }

  private void dispose() {
    try {
      threads.awaitConnect(settings.connectTimeout().plus(DISPOSAL_MAX));
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
      threads.end(DISPOSAL_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that
    }
  }

  private IMqttToken await(CompletableFuture<IMqttToken> step, long until, String doing)
      throws DriverException, InterruptedException {
    try {
      return step.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new DriverException(
          DriverException.Kind.UNAVAILABLE,
          "%s: %s: no answer within %d s"
              .formatted(settings.address(), doing, settings.connectTimeout().toSeconds()),
          e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof DriverException lost) {
        throw lost;
      }
      throw failed(cause, cause instanceof MqttException mqtt ? mqtt.getReasonCode() : 0);
    }
  }

  private DriverException failed(@Nullable Throwable cause, int reasonCode) {
    return thrown(Failure.of(settings.address(), cause, reasonCode), cause);
  }

  private static DriverException thrown(Failure failure, @Nullable Throwable cause) {
    return cause == null
        ? new DriverException(failure.kind(), failure.text())
        : new DriverException(failure.kind(), failure.text(), cause);
  }

  /// A session is never continued, so a name made up for one connection is enough, and two devices
  /// cannot push each other out.
  private String clientId() {
    String configured = settings.clientId();
    return configured != null
        ? configured
        : "gateway-"
            + Long.toString(ThreadLocalRandom.current().nextLong(1L << 60), 36)
                .toLowerCase(Locale.ROOT);
  }

  private MqttConnectionOptions options() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setKeepAliveInterval((int) Math.max(1, settings.keepAlive().toSeconds()));
    options.setConnectionTimeout((int) Math.max(1, settings.connectTimeout().toSeconds()));
    options.setReceiveMaximum(RECEIVE_MAX);
    options.setMaximumPacketSize((long) PACKET_BYTES_MAX);
    options.setUserName(settings.username());
    String password = settings.password();
    if (password != null) {
      options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    }
    return options;
  }

  /// What Paho calls on its own threads.
  private final class Callback implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      inbox.put(new Arrival(context.clock().instant(), message.getPayload(), message.isRetained()));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      int code = response.getReturnCode();
      Failure failure =
          Failure.of(settings.address(), response.getException(), code >= 0x80 ? code : 0);
      inbox.end(failure.kind(), failure.text());
      DriverException lost = thrown(failure, response.getException());
      connected.completeExceptionally(lost);
      subscribed.completeExceptionally(lost);
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

  /// The two ends of a token, told to a thread that waits.
  private record Outcome(CompletableFuture<IMqttToken> told) implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      told.complete(token);
    }

    @Override
    public void onFailure(@Nullable IMqttToken token, Throwable thrown) {
      told.completeExceptionally(thrown);
    }
  }
}
