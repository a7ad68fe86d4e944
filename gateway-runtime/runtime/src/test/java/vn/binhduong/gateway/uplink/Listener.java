package vn.binhduong.gateway.uplink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
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
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/// The other side: subscribes to everything and keeps what arrives.
public final class Listener implements AutoCloseable {
  private final MqttAsyncClient client;
  private final List<Received> received = new ArrayList<>();

  /// A message that arrived.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Received(
      String topic, byte[] payload, boolean retained, Map<String, String> properties) {
    /// The payload as text.
    public String text() {
      return new String(payload, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private Listener(MqttAsyncClient client) {
    this.client = client;
  }

  /// Connects and subscribes.
  public static Listener on(int port) throws MqttException {
    MqttAsyncClient client =
        new MqttAsyncClient("tcp://127.0.0.1:" + port, "listener", new MemoryPersistence());
    Listener listener = new Listener(client);
    client.setCallback(listener.new Callback());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    client.connect(options).waitForCompletion(5_000);
    MqttSubscription all = new MqttSubscription("bd/#", 1);
    all.setRetainAsPublished(true);
    client.subscribe(all).waitForCompletion(5_000);
    return listener;
  }

  /// Sends a message and waits until the broker has it.
  public void send(String topic, byte[] payload, MqttProperties properties) throws MqttException {
    client.publish(topic, new MqttMessage(payload, 1, false, properties)).waitForCompletion(5_000);
  }

  /// Leaves a retained message, as the IOC does with its acknowledgements.
  void leave(String topic, byte[] payload) throws MqttException {
    client.publish(topic, new MqttMessage(payload, 1, true, null)).waitForCompletion(5_000);
  }

  /// Everything that arrived.
  public List<Received> all() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /// What arrived on a topic.
  public List<Received> on(String topic) {
    return all().stream().filter(r -> r.topic().equals(topic)).toList();
  }

  /// Every number that arrived for a stream, from the routing header.
  public SortedSet<Long> numbers(String device) {
    SortedSet<Long> numbers = new TreeSet<>();
    for (Received message : all()) {
      if (message.topic().endsWith("/data/" + device)
          || message.topic().endsWith("/hist/" + device)) {
        for (long n = Long.parseLong(message.properties().get("s0"));
            n <= Long.parseLong(message.properties().get("s1"));
            n++) {
          numbers.add(n);
        }
      }
    }
    return numbers;
  }

  @Override
  public void close() {
    try {
      client.disconnectForcibly(0, 100, false);
    } catch (MqttException e) {
      // The broker may be gone.
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      // Nothing left to free.
    }
  }

  private final class Callback implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      Map<String, String> properties = new HashMap<>();
      for (UserProperty property : message.getProperties().getUserProperties()) {
        properties.put(property.getKey(), property.getValue());
      }
      synchronized (received) {
        received.add(new Received(topic, message.getPayload(), message.isRetained(), properties));
      }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
  }
}
