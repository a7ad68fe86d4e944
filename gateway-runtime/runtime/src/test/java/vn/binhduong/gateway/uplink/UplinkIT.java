package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Ledger;
import vn.binhduong.gateway.contract.State;

/// The uplink with a real store against a real mosquitto.
@Tag("interop")
@Timeout(60)
class UplinkIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String BASE = "bd/v1/" + Site.GATEWAY + "/";

  @TempDir Path directory;

  private Path folder(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name));
  }

  private static Iterable<Long> oneTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().collect(Collectors.toList());
  }

  // What was measured arrives, and the retained classes say who speaks.
  @Test
  void deliversSamplesAndSaysWhoItIs() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder("broker"));
        Listener ioc = Listener.on(broker.port());
        Site site = new Site(folder("data"), Site.quick(broker.port()))) {
      site.measure(250);
      site.awaitDelivered(SOON);
      Wait.until("all numbers arrive", SOON, () -> ioc.numbers("aq1").size() == 250);
      assertThat(ioc.numbers("aq1")).containsExactlyElementsOf(oneTo(250));
      assertThat(State.parse(ioc.on(BASE + "state").getFirst().payload()).online()).isTrue();
      assertThat(ioc.on(BASE + "birth/aq1")).isNotEmpty().allMatch(Listener.Received::retained);
      Wait.until("ledger", SOON, () -> !ioc.on(BASE + "ledger/aq1").isEmpty());
    }
  }

  // Outage longer than live-lag: live data flows at once, the backlog comes as history, nothing is
  // missing.
  @Test
  void survivesARestartOfTheBroker() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder("broker"));
        Site site = new Site(folder("data"), Site.quick(broker.port()))) {
      site.measure(20);
      site.awaitDelivered(SOON);
      broker.kill();
      Wait.until("the loss is noticed", SOON, () -> site.uplink.figures().failure().isPresent());
      for (int i = 0; i < 15; i++) {
        site.measure(20);
        Thread.sleep(100);
      }
      assertThat(site.uplink.figures().failure().orElseThrow().kind())
          .isEqualTo(Failure.Kind.CONNECTION_REFUSED);
      broker.restart();
      try (Listener ioc = Listener.on(broker.port())) {
        site.awaitDelivered(SOON);
        Wait.until("backlog arrives", SOON, () -> ioc.numbers("aq1").size() >= 300);
        assertThat(ioc.on(BASE + "hist/aq1")).isNotEmpty();
        site.measure(5);
        site.awaitDelivered(SOON);
        assertThat(ioc.on(BASE + "data/aq1")).isNotEmpty();
        assertThat(site.uplink.figures().quarantined()).isZero();
      }
    }
  }

  // A stopped gateway says so itself, within the 3 s it has.
  @Test
  void saysGoodbye() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder("broker"));
        Listener ioc = Listener.on(broker.port())) {
      try (Site site = new Site(folder("data"), Site.quick(broker.port()))) {
        site.measure(3);
        site.awaitDelivered(SOON);
        long start = System.nanoTime();
        site.uplink.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      }
      Wait.until(
          "state offline",
          SOON,
          () -> ioc.on(BASE + "state").getLast().text().contains("\"online\":false"));
    }
  }

  // What was measured last does not wait for the next start: it is sent although its batch could
  // still grow, and the ledger that stays behind says that it arrived.
  @Test
  void sendsTheTailAndItsAccountBeforeItGoes() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder("broker"));
        Listener ioc = Listener.on(broker.port())) {
      TestSettings settings = TestSettings.on(broker.port());
      settings.batchInterval = Duration.ofMinutes(5);
      settings.refresh = Duration.ofMinutes(5);
      try (Site site = new Site(folder("data"), settings.make())) {
        site.measure(3);
        Wait.until("online", SOON, () -> site.uplink.figures().onlineMillis().isPresent());
        Wait.until("ledger", SOON, () -> !ioc.on(BASE + "ledger/aq1").isEmpty());
        site.measure(4);
        site.store.commitNow();
        long start = System.nanoTime();
        site.uplink.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      }
      Wait.until(
          "state offline",
          SOON,
          () -> ioc.on(BASE + "state").getLast().text().contains("\"online\":false"));
      assertThat(ioc.numbers("aq1")).containsExactlyElementsOf(oneTo(7));
      Ledger last = Ledger.parse(ioc.on(BASE + "ledger/aq1").getLast().payload());
      assertThat(last.last()).isEqualTo(7);
      assertThat(last.acked()).isEqualTo(7);
      assertThat(ioc.all().getLast().topic()).isEqualTo(BASE + "state");
    }
  }

  // The broker's bound is obeyed by splitting, so that nothing is refused or disconnected.
  @Test
  void splitsToTheMaximumPacketSize() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder("broker"), "max_packet_size 1000");
        Site site = new Site(folder("data"), Site.quick(broker.port()))) {
      site.measure(300);
      site.awaitDelivered(SOON);
      assertThat(site.uplink.figures().quarantined()).isZero();
      assertThat(site.uplink.figures().connects()).isEqualTo(1);
    }
  }

  // A topic the broker refuses is held and alarmed; the gateway stream still flows.
  @Test
  void holdsATopicThatIsNotAllowed() throws Exception {
    Path acl = directory.resolve("acl");
    Files.writeString(acl, "topic readwrite bd/#\ntopic deny " + BASE + "data/#\n");
    try (Mosquitto broker = Mosquitto.start(folder("broker"), "acl_file " + acl);
        Listener ioc = Listener.on(broker.port());
        Site site = new Site(folder("data"), Site.quick(broker.port()))) {
      site.measure(5);
      Wait.until(
          "the topic is held",
          SOON,
          () -> site.uplink.figures().deniedTopics().contains("live/aq1"));
      Wait.until(
          "the alarm arrives",
          SOON,
          () -> ioc.on(BASE + "event").stream().anyMatch(r -> r.text().contains("uplink-denied")));
      assertThat(site.uplink.figures().backlog()).isGreaterThanOrEqualTo(5);
    }
  }

  // Commands: carried out once, refused with a reason, and a megabyte disturbs nothing.
  @Test
  void answersCommands() throws Exception {
    try (Mosquitto broker = Mosquitto.start(folder("broker"));
        Listener ioc = Listener.on(broker.port());
        Site site = new Site(folder("data"), Site.quick(broker.port()))) {
      site.measure(50);
      site.awaitDelivered(SOON);
      long expires = System.currentTimeMillis() + 60_000;
      ask(ioc, "d1", new Command.Diagnose("d1", expires, Command.Scope.HEALTH).toJson());
      assertThat(awaitAnswer(ioc, "d1", 1).status()).isEqualTo(Answer.Status.OK);
      ask(ioc, "e1", new Command.Diagnose("e1", 1, Command.Scope.HEALTH).toJson());
      assertThat(awaitAnswer(ioc, "e1", 1).status()).isEqualTo(Answer.Status.EXPIRED);
      ask(ioc, "c1", new Command.Config("c1", expires, "gateway: {}", 60).toJson());
      assertThat(awaitAnswer(ioc, "c1", 1).status()).isEqualTo(Answer.Status.REFUSED);
      ask(ioc, "big", new byte[1 << 20]);
      assertThat(awaitAnswer(ioc, "big", 1).status()).isEqualTo(Answer.Status.INVALID);
      ask(ioc, "r1", new Command.Replay("r1", expires, site.store.epoch(), "aq1", 11, 30).toJson());
      assertThat(awaitAnswer(ioc, "r1", 1).status()).isEqualTo(Answer.Status.ACCEPTED);
      Answer done = awaitAnswer(ioc, "r1", 2);
      assertThat(done.status()).isEqualTo(Answer.Status.OK);
      assertThat(done.result()).contains("\"sent\":20,");
      assertThat(ioc.on(BASE + "hist/aq1")).isNotEmpty();
      assertThat(site.uplink.figures().connects()).isEqualTo(1);
    }
  }

  private static void ask(Listener ioc, String id, byte[] payload) throws Exception {
    MqttProperties properties = new MqttProperties();
    properties.setMessageExpiryInterval(60L);
    properties.setCorrelationData(id.getBytes(StandardCharsets.US_ASCII));
    properties.setResponseTopic(BASE + "res/" + id);
    ioc.send(BASE + "cmd", payload, properties);
  }

  private static Answer awaitAnswer(Listener ioc, String id, int count) throws Exception {
    Wait.until(
        "answer " + count + " to " + id, SOON, () -> ioc.on(BASE + "res/" + id).size() >= count);
    return Answer.parse(ioc.on(BASE + "res/" + id).get(count - 1).payload());
  }
}
