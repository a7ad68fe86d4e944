package vn.binhduong.gateway.ioc;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Ack;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.contract.TopicClass;
import vn.binhduong.gateway.contract.Topics;

/// An IOC consumer: subscribes to all gateways, keeps the accounts, asks for holes, and optionally
/// acknowledges what it has made durable.
///
/// Samples and events come through a shared subscription, so several consumers of one group divide
/// the work; what is retained comes through a plain one. The session is kept over restarts (Clean
/// Start false), so the broker keeps what arrives while the consumer is away.
///
/// Works from the moment it is made, also when the broker is not there yet: it connects in the
/// background, with growing waits, until closed. One thread of its own plus those of the MQTT
/// client. Thread-safe.
public final class IocConsumer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(IocConsumer.class.getName());
  private static final int QOS = 1;
  private static final int OPERATION_SECONDS_MAX = 10;
  private static final int KEEP_ALIVE_SECONDS = 20;
  private static final long RETRY_MILLIS_FIRST = 250;
  private static final long RETRY_MILLIS_MAX = 30_000;
  private static final long UPKEEP_MILLIS = 500;

  private final ConsumerSettings settings;
  private final Accounts accounts;
  private final IocHandler handler;
  private final InstantSource clock;
  private final MessageIntake intake;
  private final ReplayPlan replays;
  private final ScheduledExecutorService worker;
  private final Map<StreamKey, Ack> acknowledged = new HashMap<>();
  private volatile @Nullable MqttAsyncClient client;
  private volatile boolean closed;
  private long retryMillis = RETRY_MILLIS_FIRST;
  private long acknowledgedAtMillis;

  /// Begins to consume.
  ///
  /// @param accounts empty, restored from a [Recording], or shared with another consumer
  /// @param clock time of arrival and of the age of holes
  public IocConsumer(
      ConsumerSettings settings, Accounts accounts, IocHandler handler, InstantSource clock) {
    this.settings = settings;
    this.accounts = accounts;
    this.handler = handler;
    this.clock = clock;
    this.intake = new MessageIntake(settings.topicRoot(), accounts, handler, clock);
    this.replays = new ReplayPlan(settings.holeAge().toMillis());
    this.worker =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ioc-" + settings.clientId()).factory());
    worker.execute(this::connect);
    var _ =
        worker.scheduleWithFixedDelay(
            this::upkeep, UPKEEP_MILLIS, UPKEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// Whether it is connected and subscribed now.
  public boolean connected() {
    MqttAsyncClient current = client;
    return current != null && current.isConnected();
  }

  /// The accounts it keeps.
  public Accounts accounts() {
    return accounts;
  }

  /// Ends the connection in order; the broker keeps the session. Idempotent.
  @Override
  public void close() {
    closed = true;
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(2L * OPERATION_SECONDS_MAX, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "consumer {0}: still busy when closed", settings.clientId());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    discard(client);
    client = null;
  }

  private void connect() {
    if (closed) {
      return;
    }
    MqttAsyncClient fresh = null;
    try {
      fresh = new MqttAsyncClient(settings.broker(), settings.clientId(), new MemoryPersistence());
      fresh.setCallback(new Callback(fresh));
      await(fresh.connect(options()), "connect");
      subscribe(fresh);
      client = fresh;
      retryMillis = RETRY_MILLIS_FIRST;
      LOG.log(Level.INFO, "consumer {0}: connected to {1}", settings.clientId(), settings.broker());
    } catch (MqttException e) {
      discard(fresh);
      long wait = ThreadLocalRandom.current().nextLong(retryMillis / 2, retryMillis + 1);
      if (retryMillis == RETRY_MILLIS_FIRST) {
        LOG.log(
            Level.WARNING,
            "consumer {0}: {1}: {2}; trying again",
            settings.clientId(),
            settings.broker(),
            e.toString());
      }
      retryMillis = Math.min(RETRY_MILLIS_MAX, 2 * retryMillis);
      later(this::connect, wait);
    }
  }

  private MqttConnectionOptions options() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(false);
    options.setSessionExpiryInterval(settings.sessionExpiry().toSeconds());
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(OPERATION_SECONDS_MAX);
    String username = settings.username();
    if (username != null) {
      options.setUserName(username);
    }
    String password = settings.password();
    if (password != null) {
      options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    }
    if (settings.tls() != null) {
      options.setSocketFactory(settings.tls().getSocketFactory());
      options.setHttpsHostnameVerificationEnabled(true);
    }
    return options;
  }

  private void subscribe(MqttAsyncClient fresh) throws MqttException {
    String root = settings.topicRoot();
    MqttSubscription[] subscriptions =
        List.of(
                sharedFilter(TopicClass.DATA),
                sharedFilter(TopicClass.HIST),
                sharedFilter(TopicClass.EVENT),
                Topics.filter(root, TopicClass.STATE),
                Topics.filter(root, TopicClass.BIRTH),
                Topics.filter(root, TopicClass.LEDGER),
                Topics.filter(root, TopicClass.RES))
            .stream()
            .map(filter -> new MqttSubscription(filter, QOS))
            .toArray(MqttSubscription[]::new);
    await(fresh.subscribe(subscriptions), "subscribe");
  }

  private String sharedFilter(TopicClass topicClass) {
    String group = settings.group();
    return group == null
        ? Topics.filter(settings.topicRoot(), topicClass)
        : Topics.sharedFilter(group, settings.topicRoot(), topicClass);
  }

  private static void await(IMqttToken token, String what) throws MqttException {
    token.waitForCompletion(TimeUnit.SECONDS.toMillis(OPERATION_SECONDS_MAX));
    int[] codes = token.getReasonCodes();
    for (int code : codes == null ? new int[0] : codes) {
      if (code >= 0x80) {
        throw new MqttException(
            new IOException("%s refused with reason code 0x%02X".formatted(what, code)));
      }
    }
  }

  private void upkeep() {
    MqttAsyncClient current = client;
    if (closed || current == null || !current.isConnected()) {
      return;
    }
    try {
      askForHoles(current);
      acknowledge(current);
    } catch (MqttException | IOException e) {
      LOG.log(Level.WARNING, "consumer {0}: {1}", settings.clientId(), e.toString());
    }
  }

  private record Hole(StreamKey stream, Range range) {}

  private void askForHoles(MqttAsyncClient current) throws MqttException {
    long now = clock.millis();
    List<Hole> holes =
        accounts
            .map(
                account ->
                    replays
                        .due(account, accounts.presence(account.stream().gateway()), now)
                        .stream()
                        .map(range -> new Hole(account.stream(), range))
                        .toList())
            .stream()
            .flatMap(List::stream)
            .toList();
    for (Hole hole : holes) {
      StreamKey stream = hole.stream();
      Command replay =
          new Command.Replay(
              newRequestId(),
              now + settings.requestExpiry().toMillis(),
              stream.epoch(),
              stream.device(),
              hole.range().from(),
              hole.range().to());
      request(current, stream.gateway(), replay);
      LOG.log(
          Level.INFO,
          "consumer {0}: asked {1} for {2} {3}..{4}",
          settings.clientId(),
          stream.gateway(),
          stream.device(),
          hole.range().from(),
          hole.range().to());
    }
  }

  /// Sends a request to a gateway; the answer comes to [IocHandler#answer].
  ///
  /// @throws IOException when it could not be handed to the broker
  public void request(String gateway, Command command) throws IOException {
    MqttAsyncClient current = client;
    if (current == null) {
      throw new IOException("request to %s: not connected".formatted(gateway));
    }
    try {
      request(current, gateway, command);
    } catch (MqttException e) {
      throw new IOException("request to %s: %s".formatted(gateway, e), e);
    }
  }

  /// A request id that no other request has.
  public static String newRequestId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private void request(MqttAsyncClient current, String gateway, Command command)
      throws MqttException {
    Topics topics = new Topics(settings.topicRoot(), gateway);
    MqttProperties properties = new MqttProperties();
    properties.setMessageExpiryInterval(settings.requestExpiry().toSeconds());
    properties.setCorrelationData(command.id().getBytes(StandardCharsets.UTF_8));
    properties.setResponseTopic(topics.res(command.id()));
    MqttMessage message = new MqttMessage(command.toJson(), QOS, false, properties);
    await(current.publish(topics.cmd(), message), "publish " + topics.cmd());
  }

  private record Settled(StreamKey stream, Ack ack) {}

  private void acknowledge(MqttAsyncClient current) throws MqttException, IOException {
    long every = settings.acknowledgeEvery().toMillis();
    long now = clock.millis();
    if (every == 0 || now - acknowledgedAtMillis < every) {
      return;
    }
    acknowledgedAtMillis = now;
    List<Settled> settled =
        accounts.map(
            account ->
                new Settled(
                    account.stream(),
                    new Ack(
                        account.stream().epoch(),
                        account.settledUpTo(),
                        account.settledAbove(Ack.ABOVE_MAX))));
    handler.force();
    for (Settled each : settled) {
      if (!each.ack().equals(acknowledged.get(each.stream()))) {
        String topic =
            new Topics(settings.topicRoot(), each.stream().gateway()).ack(each.stream().device());
        await(
            current.publish(topic, new MqttMessage(each.ack().toJson(), QOS, true, null)),
            "publish " + topic);
        acknowledged.put(each.stream(), each.ack());
      }
    }
  }

  private void lost(MqttAsyncClient lost) {
    if (closed) {
      return;
    }
    later(
        () -> {
          discard(lost);
          if (lost.equals(client)) {
            client = null;
            acknowledged.clear();
            connect();
          }
        },
        0);
  }

  private void later(Runnable task, long millis) {
    try {
      var _ = worker.schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // Closed meanwhile.
    }
  }

  private static void discard(@Nullable MqttAsyncClient old) {
    if (old == null) {
      return;
    }
    try {
      if (old.isConnected()) {
        old.disconnect().waitForCompletion(1_000);
      }
    } catch (MqttException e) {
      // It is thrown away below.
    }
    try {
      old.disconnectForcibly(0, 500, false);
    } catch (MqttException e) {
      // Not connected any more.
    }
    try {
      old.close(true);
    } catch (MqttException e) {
      LOG.log(Level.DEBUG, "closing an MQTT client", e);
    }
  }

  /// Called by the MQTT client's threads; never calls back into it.
  private final class Callback implements MqttCallback {
    private final MqttAsyncClient owner;

    Callback(MqttAsyncClient owner) {
      this.owner = owner;
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws IOException {
      intake.take(topic, message.getPayload());
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      lost(owner);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      LOG.log(Level.DEBUG, "MQTT client", exception);
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Every publication is waited for where it is made.
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // Subscribing is done by the worker.
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // No enhanced authentication.
    }
  }
}
