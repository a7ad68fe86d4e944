package vn.binhduong.gateway.proof.live;

import java.io.IOException;
import java.time.InstantSource;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import vn.binhduong.gateway.contract.State;
import vn.binhduong.gateway.contract.TopicClass;
import vn.binhduong.gateway.contract.Topics;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.IocHandler;
import vn.binhduong.gateway.ioc.MessageIntake;
import vn.binhduong.gateway.ioc.StreamAccount.Receipt;
import vn.binhduong.gateway.ioc.standin.OnlyMessages;

/// The part of the IOC that shows live data and alarms: it hears these topics only, on a connection
/// of its own, and measures how old each sample and event is on arrival. Thread-safe.
final class LiveWatch implements IocHandler, OnlyMessages, AutoCloseable {
  private static final long WAIT_MILLIS = 10_000;

  private final MqttAsyncClient client;
  private final MessageIntake intake;
  private final Latencies samples = new Latencies();
  private final Latencies events = new Latencies();
  private long onlineAtMillis = Long.MAX_VALUE;
  private boolean draining = true;

  LiveWatch(int port, String root) throws MqttException {
    intake = new MessageIntake(root, new Accounts(), this, InstantSource.system());
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, "live-watch", new MemoryPersistence());
    client.setCallback(this);
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setReceiveMaximum(1_000);
    client.connect(options).waitForCompletion(WAIT_MILLIS);
    client
        .subscribe(
            new MqttSubscription[] {
              new MqttSubscription(Topics.filter(root, TopicClass.DATA), 1),
              new MqttSubscription(Topics.filter(root, TopicClass.EVENT), 1),
              new MqttSubscription(Topics.filter(root, TopicClass.STATE), 1)
            })
        .waitForCompletion(WAIT_MILLIS);
  }

  /// From now on latencies are those of a gateway at rest and count no more.
  synchronized void drainEnded() {
    draining = false;
  }

  /// When the gateway said that it is online; `Long.MAX_VALUE` before.
  synchronized long onlineAtMillis() {
    return onlineAtMillis;
  }

  /// Of the samples measured while connected and draining, milliseconds.
  synchronized Latencies samples() {
    return samples;
  }

  /// Of the events, alike.
  synchronized Latencies events() {
    return events;
  }

  @Override
  public synchronized void row(Arrival.Row row, Receipt receipt) {
    if (counts(row.timeMillis(), receipt)) {
      samples.add(row.receivedMillis() - row.timeMillis());
    }
  }

  @Override
  public synchronized void event(Arrival.Event event, Receipt receipt) {
    if (counts(event.timeMillis(), receipt)) {
      events.add(event.receivedMillis() - event.timeMillis());
    }
  }

  @Override
  public synchronized void state(String gateway, State state) {
    if (state.online() && onlineAtMillis == Long.MAX_VALUE) {
      onlineAtMillis = System.currentTimeMillis();
    }
  }

  private boolean counts(long timeMillis, Receipt receipt) {
    return draining && receipt != Receipt.DUPLICATE && timeMillis >= onlineAtMillis;
  }

  /// The figures for people.
  @Override
  public synchronized String toString() {
    return "live %,d: p50 %d, p95 %d, max %d ms; events %d: max %d ms"
        .formatted(
            samples.count(),
            samples.quantile(0.5),
            samples.quantile(0.95),
            samples.max(),
            events.count(),
            events.max());
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) throws IOException {
    intake.take(topic, message.getPayload());
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, 500, false);
    client.close(true);
  }
}
