package vn.binhduong.gateway.ioc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.Ack;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.BatchHeader;
import vn.binhduong.gateway.contract.ClockState;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Encoding;
import vn.binhduong.gateway.contract.EventBatch;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.contract.Ranges.Range;
import vn.binhduong.gateway.contract.SenmlEncoder;
import vn.binhduong.gateway.contract.Why;
import vn.binhduong.gateway.ioc.GatewayPeer.Keeper;
import vn.binhduong.gateway.ioc.GatewayPeer.Received;
import vn.binhduong.gateway.ioc.standin.EmbeddedBroker;

/// The consumer, alone, against a real MQTT 5 broker; one broker for all tests, each with its own
/// root. Sharing is tested against mosquitto: see [SharedSubscriptionIT].
class IocConsumerIT {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir static Path directory;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
  }

  @AfterAll
  static void stopBroker() throws Exception {
    broker.close();
  }

  // A hole that does not close by itself is asked for, and the answer closes it.
  @Test
  void aHoleIsAskedForAndFilled() throws Exception {
    Accounts accounts = new Accounts();
    Keeper keeper = new Keeper();
    ConsumerSettings settings = settings("hole", "asking").withHoleAge(Duration.ofMillis(300));
    try (GatewayPeer gateway = new GatewayPeer(broker.port(), "hole", "GW-1");
        IocConsumer consumer = new IocConsumer(settings, accounts, keeper, CLOCK)) {
      gateway.listen(gateway.topics.cmd());
      await(consumer::connected);
      gateway.data("wx1", 1, 3);
      gateway.data("wx1", 8, 9);

      Received request = gateway.received.poll(30, TimeUnit.SECONDS);
      assertThat(request).isNotNull();
      Command.Replay replay = (Command.Replay) Command.parse(request.message().getPayload());
      assertThat(replay.device()).isEqualTo("wx1");
      assertThat(replay.epoch()).isEqualTo(gateway.epoch);
      assertThat(new Range(replay.from(), replay.to())).isEqualTo(new Range(4, 7));
      var properties = request.message().getProperties();
      assertThat(properties.getMessageExpiryInterval()).isEqualTo(60);
      assertThat(new String(properties.getCorrelationData(), StandardCharsets.UTF_8))
          .isEqualTo(replay.id());
      assertThat(gateway.topics.isOwnResponse(properties.getResponseTopic())).isTrue();

      gateway.publish(properties.getResponseTopic(), Answer.ok(replay.id(), null).toJson(), false);
      gateway.hist("wx1", replay.from(), replay.to());
      await(() -> accounts.map(StreamAccount::missingCount).equals(List.of(0L)));
      await(() -> keeper.answers.size() == 1);
    }
  }

  // A lost gap event must not hide: gap and ledger both settle numbers, and the tail is known.
  @Test
  void gapsAndLedgersAreApplied() throws Exception {
    Accounts accounts = new Accounts();
    try (GatewayPeer gateway = new GatewayPeer(broker.port(), "gaps", "GW-1");
        IocConsumer consumer = consumer("gaps", "c", accounts, new Keeper())) {
      // Retained before the consumer came: the plain subscription brings it.
      Ledger ledger =
          new Ledger(
              gateway.epoch,
              1,
              7,
              2,
              List.of(new Ledger.Dropped(3, 4, Why.DROPPED)),
              null,
              null,
              0,
              null);
      gateway.publish(gateway.topics.ledger("wx1"), ledger.toJson(), true);
      await(consumer::connected);
      gateway.data("wx1", 1, 2);
      BatchHeader header =
          new BatchHeader("GW-1/", "gateway", gateway.epoch, 1, 1, ClockState.SYNCED, null);
      GatewayEvent gap = new GatewayEvent.Gap(gateway.epoch, "wx1", 5, 5, Why.LOST);
      gateway.publish(
          gateway.topics.event(),
          new SenmlEncoder(Encoding.JSON, false)
              .encode(new EventBatch(header, List.of(EventBatch.Row.of(GatewayPeer.START, gap)))),
          false);
      await(
          () ->
              accounts
                  .map(account -> account.stream().device() + account.missing())
                  .equals(List.of("gateway[]", "wx1[Range[from=6, to=7]]")));
      assertThat(accounts.map(StreamAccount::gaps).get(1)).containsOnlyKeys("lost", "ledger");
    }
  }

  // With ack: ioc the gateway deletes only what is acknowledged, so a hole must stay open.
  @Test
  void whatIsDurableIsAcknowledged() throws Exception {
    try (GatewayPeer gateway = new GatewayPeer(broker.port(), "acks", "GW-1");
        IocConsumer consumer =
            new IocConsumer(
                settings("acks", "c").acknowledging(Duration.ofMillis(200)),
                new Accounts(),
                new Keeper(),
                CLOCK)) {
      gateway.listen(gateway.topics.ackFilter());
      await(consumer::connected);
      gateway.data("wx1", 1, 3);
      gateway.data("wx1", 6, 7);
      Ack expected = new Ack(gateway.epoch, 3, List.of(new Range(6, 7)));
      Ack found = null;
      while (!expected.equals(found)) {
        Received ack = gateway.received.poll(30, TimeUnit.SECONDS);
        assertThat(ack).isNotNull();
        assertThat(ack.topic()).isEqualTo(gateway.topics.ack("wx1"));
        found = Ack.parse(ack.message().getPayload());
      }
    }
  }

  // A restarted consumer goes on where it was: the broker kept what came meanwhile.
  @Test
  void aRestartedConsumerMissesNothing() throws Exception {
    Path file = directory.resolve("restart.jsonl");
    try (GatewayPeer gateway = new GatewayPeer(broker.port(), "restart", "GW-1")) {
      try (Recording recording = Recording.append(file);
          IocConsumer consumer =
              consumer("restart", "c", new Accounts(), (row, receipt) -> recording.write(row))) {
        await(consumer::connected);
        gateway.data("wx1", 1, 5);
        await(() -> consumer.accounts().map(StreamAccount::receivedCount).equals(List.of(5L)));
      }
      gateway.data("wx1", 4, 9);
      try (Recording recording = Recording.append(file);
          IocConsumer consumer =
              consumer(
                  "restart",
                  "c",
                  Accounts.restore(Recording.read(file)),
                  (row, receipt) -> recording.write(row))) {
        await(() -> consumer.accounts().map(StreamAccount::receivedCount).equals(List.of(9L)));
        assertThat(consumer.accounts().map(StreamAccount::duplicates)).containsExactly(2L);
        assertThat(consumer.accounts().map(StreamAccount::missingCount)).containsExactly(0L);
      }
    }
  }

  // What is not as the contract says is refused once and does not stop what follows.
  @Test
  void aBrokenMessageIsRefusedAndTheNextOneArrives() throws Exception {
    Keeper keeper = new Keeper();
    try (GatewayPeer gateway = new GatewayPeer(broker.port(), "broken", "GW-1");
        IocConsumer consumer = consumer("broken", "c", new Accounts(), keeper)) {
      await(consumer::connected);
      gateway.publish(gateway.topics.data("wx1"), "{oops".getBytes(StandardCharsets.UTF_8), false);
      gateway.data("wx1", 1, 1);
      await(() -> keeper.count() == 1);
      assertThat(keeper.refused).containsExactly(gateway.topics.data("wx1"));
    }
  }

  private static IocConsumer consumer(
      String root, String id, Accounts accounts, IocHandler handler) {
    return new IocConsumer(settings(root, id), accounts, handler, CLOCK);
  }

  private static ConsumerSettings settings(String root, String id) {
    return ConsumerSettings.of("tcp://127.0.0.1:" + broker.port(), root + "-" + id, root).alone();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 15 s").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
