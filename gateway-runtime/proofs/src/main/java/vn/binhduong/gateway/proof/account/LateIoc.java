package vn.binhduong.gateway.proof.account;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import vn.binhduong.gateway.contract.Ack;
import vn.binhduong.gateway.contract.TopicClass;
import vn.binhduong.gateway.contract.Topics;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.MessageIntake;
import vn.binhduong.gateway.ioc.StreamKey;
import vn.binhduong.gateway.ioc.standin.OnlyMessages;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// `ack: ioc` with an IOC that loses messages it has acknowledged to the broker, and says late what
/// it has made durable. It never asks for anything again: the gateway must send by itself what
/// stays unconfirmed.
final class LateIoc implements Scenario {
  private static final int LOST_PERCENT = 25;
  private static final long LOSING_MILLIS = 12_000;
  private static final long CONFIRM_MILLIS = 2_000;

  @Override
  public String name() {
    return "ack: ioc";
  }

  @Override
  public void judge(ProofRun run, long seed, Path directory, Tally tally) throws Exception {
    Accounts accounts = new Accounts();
    Archive archive = new Archive();
    try (Station station = new Station(run, directory).with("ack: ioc, resend-after: 10s,");
        Forgetful ioc = new Forgetful(station.port(), seed, accounts, archive)) {
      station.startOnline(true, archive);
      long losingUntil = System.currentTimeMillis() + LOSING_MILLIS;
      while (System.currentTimeMillis() < losingUntil) {
        TimeUnit.MILLISECONDS.sleep(CONFIRM_MILLIS);
        ioc.confirm();
      }
      station.stop();
      ioc.remembers();
      // Over a restart too: what nobody confirmed is still pending in the store.
      station.startOnline(false, archive);
      long deadline = System.nanoTime() + Station.PATIENCE.toNanos();
      while (System.nanoTime() < deadline
          && !(Station.received(accounts) > 0 && Station.closed(accounts))) {
        TimeUnit.MILLISECONDS.sleep(CONFIRM_MILLIS);
        ioc.confirm();
      }
      ioc.confirm();
      TimeUnit.SECONDS.sleep(3);
      station.stop();
      station.judge(tally, name(), archive);
      if (ioc.lost() == 0) {
        tally.wrong("%s: the IOC lost nothing, which shows nothing", name());
      }
      for (long each = 0; each < ioc.lost(); each++) {
        tally.fault("message lost after its PUBACK");
      }
      accounts
          .map(
              account ->
                  account.ledgerAcked() == account.last()
                      ? ""
                      : "%s: confirmed to %d, the ledger says %d"
                          .formatted(
                              account.stream().device(), account.last(), account.ledgerAcked()))
          .stream()
          .filter(text -> !text.isEmpty())
          .forEach(text -> tally.wrong("%s: %s", name(), text));
      tally.note(
          "%-24s %,6d numbers, %d messages lost after their PUBACK, %d arrived twice",
          name(), Station.received(accounts), ioc.lost(), archive.duplicates());
    }
  }

  /// An IOC that loses some messages between its broker and its disk.
  private static final class Forgetful implements OnlyMessages, AutoCloseable {
    private static final long WAIT_MILLIS = 10_000;

    private final MqttAsyncClient client;
    private final MessageIntake intake;
    private final Accounts accounts;
    private final Random random;
    private boolean forgets = true;
    private long lost;

    Forgetful(int port, long seed, Accounts accounts, Archive archive) throws MqttException {
      this.accounts = accounts;
      this.random = new Random(seed);
      this.intake = new MessageIntake(Station.ROOT, accounts, archive, InstantSource.system());
      this.client =
          new MqttAsyncClient("tcp://127.0.0.1:" + port, "forgetful", new MemoryPersistence());
      client.setCallback(this);
      client.connect().waitForCompletion(WAIT_MILLIS);
      client
          .subscribe(
              List.of(
                      TopicClass.DATA,
                      TopicClass.HIST,
                      TopicClass.EVENT,
                      TopicClass.LEDGER,
                      TopicClass.STATE)
                  .stream()
                  .map(topic -> new MqttSubscription(Topics.filter(Station.ROOT, topic), 1))
                  .toArray(MqttSubscription[]::new))
          .waitForCompletion(WAIT_MILLIS);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) throws IOException {
      synchronized (this) {
        if (forgets
            && !topic.contains("/ledger/")
            && !topic.endsWith("/state")
            && random.nextInt(100) < LOST_PERCENT) {
          lost++;
          return;
        }
      }
      intake.take(topic, message.getPayload());
    }

    /// From now on it loses nothing.
    synchronized void remembers() {
      forgets = false;
    }

    synchronized long lost() {
      return lost;
    }

    private record Durable(StreamKey stream, Ack ack) {}

    /// Says what it has.
    void confirm() throws MqttException {
      List<Durable> all =
          accounts.map(
              account ->
                  new Durable(
                      account.stream(),
                      new Ack(
                          account.stream().epoch(),
                          account.settledUpTo(),
                          account.settledAbove(Ack.ABOVE_MAX))));
      for (Durable each : all) {
        String topic = new Topics(Station.ROOT, Station.GATEWAY).ack(each.stream().device());
        client
            .publish(topic, new MqttMessage(each.ack().toJson(), 1, true, null))
            .waitForCompletion(WAIT_MILLIS);
      }
    }

    @Override
    public void close() throws MqttException {
      client.disconnectForcibly(0, 500, false);
      client.close(true);
    }
  }
}
