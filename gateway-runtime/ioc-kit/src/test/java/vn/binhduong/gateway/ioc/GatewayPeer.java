package vn.binhduong.gateway.ioc;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import vn.binhduong.gateway.contract.Batch;
import vn.binhduong.gateway.contract.ClockState;
import vn.binhduong.gateway.contract.Encoding;
import vn.binhduong.gateway.contract.QualityCode;
import vn.binhduong.gateway.contract.SenmlEncoder;
import vn.binhduong.gateway.contract.Topics;
import vn.binhduong.gateway.ioc.standin.OnlyMessages;

/// The gateway end of the wire in tests: publishes what a test says, keeps what it is sent.
final class GatewayPeer implements AutoCloseable {
  static final long START = 1_763_863_200_000L;

  record Received(String topic, MqttMessage message) {}

  final Topics topics;
  final UUID epoch = UUID.randomUUID();
  final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final MqttAsyncClient client;

  GatewayPeer(int port, String root, String id) throws MqttException {
    topics = new Topics(root, id);
    client = new MqttAsyncClient("tcp://127.0.0.1:" + port, id, new MemoryPersistence());
    OnlyMessages keeper = (topic, message) -> received.add(new Received(topic, message));
    client.setCallback(keeper);
    client.connect(new MqttConnectionOptions()).waitForCompletion(10_000);
  }

  void listen(String filter) throws MqttException {
    client.subscribe(filter, 1).waitForCompletion(10_000);
  }

  void publish(String topic, byte[] payload, boolean retained) throws MqttException {
    client.publish(topic, new MqttMessage(payload, 1, retained, null)).waitForCompletion(10_000);
  }

  void data(String device, long from, long to) throws MqttException {
    publish(topics.data(device), pack(device, from, to), false);
  }

  void hist(String device, long from, long to) throws MqttException {
    publish(topics.hist(device), pack(device, from, to), false);
  }

  byte[] pack(String device, long from, long to) {
    Batch.Builder batch =
        Batch.builder(topics.gatewayId() + "/", device, epoch, from, ClockState.SYNCED);
    for (long n = from; n <= to; n++) {
      batch.row(START + n * 1000).reading("t", "Cel", n / 10.0, QualityCode.GOOD);
    }
    return new SenmlEncoder(Encoding.JSON, false).encode(batch.build());
  }

  @Override
  public void close() throws MqttException {
    client.disconnect().waitForCompletion(5_000);
    client.close();
  }

  /// Keeps everything, for assertions.
  static final class Keeper implements IocHandler {
    final List<Arrival.Row> rows = new ArrayList<>();
    final List<vn.binhduong.gateway.contract.Answer> answers = new ArrayList<>();
    final List<String> refused = new ArrayList<>();

    @Override
    public synchronized void row(Arrival.Row row, StreamAccount.Receipt receipt) {
      rows.add(row);
    }

    @Override
    public synchronized void answer(String gateway, vn.binhduong.gateway.contract.Answer answer) {
      answers.add(answer);
    }

    @Override
    public synchronized void refused(
        String topic, vn.binhduong.gateway.contract.ContractException problem) {
      refused.add(topic);
    }

    synchronized int count() {
      return rows.size();
    }
  }
}
