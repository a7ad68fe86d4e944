package vn.binhduong.gateway.bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.paho.mqttv5.client.DisconnectedBufferOptions;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/// The yardstick: what one would write in an afternoon. One row per reading in one indexed SQLite
/// table, one JSON message per reading, Paho with its own reconnect and buffer.
final class Afternoon {
  private Afternoon() {}

  /// Arguments: broker URI, directory, readings per second, seconds.
  public static void main(String[] args) throws Exception {
    int perSecond = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    var delivered = new ConcurrentLinkedQueue<Long>();
    var client = new MqttAsyncClient(args[0], "afternoon", new MemoryPersistence());
    try (Connection db =
        DriverManager.getConnection("jdbc:sqlite:" + Path.of(args[1], "readings.db"))) {
      connect(client);
      prepare(db);
      try (PreparedStatement insert =
              db.prepareStatement(
                  "INSERT INTO readings(device, channel, t, value, sent) VALUES(?,?,?,?,0)");
          PreparedStatement sent =
              db.prepareStatement("UPDATE readings SET sent = 1 WHERE id = ?")) {
        var random = new Random(7);
        long started = System.nanoTime();
        for (long i = 0; i < (long) perSecond * seconds; i++) {
          waitUntil(started + i * 1_000_000_000L / perSecond);
          String device = "dev" + i % 30;
          String channel = "ch" + i % 7;
          double value = Math.round(random.nextDouble() * 1000) / 10.0;
          long time = System.currentTimeMillis();
          insert.setString(1, device);
          insert.setString(2, channel);
          insert.setLong(3, time);
          insert.setDouble(4, value);
          insert.executeUpdate();
          publish(client, device, channel, time, value, i + 1, delivered);
          for (Long id = delivered.poll(); id != null; id = delivered.poll()) {
            sent.setLong(1, id);
            sent.executeUpdate();
          }
        }
      }
      System.out.println(ProcessFigures.ofSelf().line());
      client.disconnect().waitForCompletion(5_000);
    }
  }

  private static void connect(MqttAsyncClient client) throws MqttException {
    var options = new MqttConnectionOptions();
    options.setAutomaticReconnect(true);
    options.setCleanStart(false);
    options.setReceiveMaximum(1000);
    var buffer = new DisconnectedBufferOptions();
    buffer.setBufferEnabled(true);
    buffer.setBufferSize(100_000);
    client.setBufferOpts(buffer);
    client.connect(options).waitForCompletion(10_000);
  }

  private static void prepare(Connection db) throws Exception {
    try (var statement = db.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS readings(id INTEGER PRIMARY KEY, device TEXT, channel TEXT,"
              + " t INTEGER, value REAL, sent INTEGER)");
      statement.execute("CREATE INDEX IF NOT EXISTS pending ON readings(sent, t)");
    }
  }

  private static void publish(
      MqttAsyncClient client,
      String device,
      String channel,
      long time,
      double value,
      long id,
      ConcurrentLinkedQueue<Long> delivered)
      throws MqttException {
    String json =
        "{\"device\":\"%s\",\"channel\":\"%s\",\"time\":%d,\"value\":%s}"
            .formatted(device, channel, time, value);
    var message = new MqttMessage(json.getBytes(StandardCharsets.UTF_8));
    message.setQos(1);
    client.publish(
        "bd/afternoon/" + device + "/" + channel,
        message,
        null,
        new MqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            delivered.add(id);
          }

          @Override
          public void onFailure(IMqttToken token, Throwable problem) {}
        });
  }

  private static void waitUntil(long nanoTime) throws InterruptedException {
    long left = nanoTime - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }
}
