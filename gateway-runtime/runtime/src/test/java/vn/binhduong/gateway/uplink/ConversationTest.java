package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Event;

/// The decisions of the uplink against a broker whose every answer is scripted, in injected time.
class ConversationTest {
  private static final long SECOND = 1_000_000_000L;

  private final MemoryLog log = new MemoryLog();
  private final ScriptedBroker broker = new ScriptedBroker();
  private final Tally tally = new Tally();
  private final List<String> alarms = new ArrayList<>();
  private long now = 1000 * SECOND;
  private boolean clockSet = true;
  private Replays replays = replays();
  private Conversation conversation = make(10);

  private Replays replays() {
    return new Replays(log, MemoryLog::wall, 10, 100_000);
  }

  private Conversation make(int batchSamples) {
    TestSettings quick = new TestSettings(URI.create("mqtt://broker"));
    quick.batchInterval = Duration.ZERO;
    quick.batchSamples = batchSamples;
    UplinkSettings settings = quick.make();
    Wire wire = new Wire(settings, "GW-1");
    Lanes lanes =
        new Lanes(
            log,
            MemoryLog.BOOT,
            MemoryLog::wall,
            new Lanes.Limits(batchSamples, 100_000, 0, 30 * SECOND, 0, 60 * SECOND),
            now);
    replays = replays();
    Delivery delivery = new Delivery(log, lanes, replays, tally, 300 * SECOND, null, this::alarm);
    Outgoing state = wire.retained("bd/v1/GW-1/state", new byte[] {'{', '}'});
    Bulletins bulletins = new Bulletins(() -> state, List::of, List::of);
    return new Conversation(
        settings,
        broker,
        signal -> conversation.on(signal, now),
        new Outbox(
            settings,
            wire,
            lanes,
            delivery,
            replays,
            bulletins,
            () -> state,
            () -> state,
            new HistoryGate(settings, delivery::hindrance, bytes -> {}),
            tally),
        () -> clockSet,
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), 0, () -> 0.5),
        tally);
  }

  /// As the gateway does it, an alarm becomes an event of the log; here only the one that must.
  private void alarm(String code, boolean active, @Nullable String device, String text) {
    alarms.add(code + " " + active);
    if (code.equals("uplink-suspect")) {
      log.append(new Event(new BootTime(MemoryLog.BOOT, now), "alarm", "{}"));
    }
  }

  private void online() {
    if (conversation.state() == LinkState.IDLE) {
      conversation.start(now);
    }
    for (int i = 0; i < 200 && conversation.state() != LinkState.CONNECTING; i++) {
      now += SECOND;
      conversation.tick(now);
    }
    broker.accept(Terms.DEFAULTS);
    assertThat(broker.answerAll("state", 0)).isEqualTo(1);
    assertThat(conversation.state()).isEqualTo(LinkState.ONLINE);
  }

  private void tick(long nanos) {
    now += nanos;
    conversation.tick(now);
  }

  // Nothing but the greeting goes before the broker has acknowledged, so that a connection that
  // drops at once is blamed on no batch.
  @Test
  void sendsNothingBeforeTheGreetingIsAcknowledged() {
    conversation.start(now);
    conversation.tick(now);
    broker.accept(Terms.DEFAULTS);
    log.measure("aq1", 5, now);
    tick(SECOND);
    assertThat(broker.seen).hasSize(1);
  }

  @Test
  void acknowledgesWhatTheBrokerAcknowledged() {
    online();
    log.measure("aq1", 25, now);
    tick(SECOND);
    assertThat(broker.answerAll("data/aq1", 0)).isEqualTo(3);
    assertThat(log.pendingCount()).isZero();
  }

  // After an outage the newest data goes at once, the older beside it as history.
  @Test
  void sendsLiveFirstAfterAnOutage() {
    online();
    broker.drop();
    log.measure("aq1", 400, now);
    now += 60 * SECOND;
    online();
    tick(1);
    log.measure("aq1", 10, now);
    tick(SECOND);
    assertThat(broker.unanswered.values())
        .anyMatch(
            m -> m.topic().endsWith("data/aq1") && "401".equals(m.userProperties().get("s0")));
    for (int i = 0; i < 100 && log.pendingCount() > 0; i++) {
      broker.answerAll("/", 0);
      tick(SECOND / 10);
    }
    assertThat(log.pendingCount()).isZero();
    assertThat(conversation.outbox().historyWaits()).isFalse();
  }

  // A link that live data alone keeps busy: every fifth message is backlog, so that it ends some
  // day.
  @Test
  void drainsBesideAFullLiveLane() {
    log.measure("aq1", 100, now);
    conversation = make(10);
    conversation.start(now);
    conversation.tick(now);
    broker.accept(new Terms(false, 1, Terms.PACKET_SIZE_MAX, 2, true, 0, null, null));
    broker.answerAll("state", 0);
    int history = 0;
    for (int i = 0; i < 50; i++) {
      log.measure("aq2", 1, now);
      log.measure("aq3", 1, now);
      tick(SECOND / 10);
      history += broker.answerAll("hist/aq1", 0);
      broker.answerAll("data/", 0);
    }
    assertThat(history).isBetween(5, 10);
  }

  // Events before samples.
  @Test
  void sendsEventsFirst() {
    online();
    log.measure("aq1", 5, now);
    log.append(new Event(new BootTime(MemoryLog.BOOT, now), "alarm", "{}"));
    tick(SECOND);
    assertThat(broker.seen.get(1).topic()).endsWith("/event");
    assertThat(broker.seen.get(2).topic()).endsWith("/data/aq1");
  }

  // 0x10: with `ack: broker` the broker's word is what counts, and it is counted that nobody heard.
  @Test
  void countsWhatNobodyHears() {
    online();
    log.measure("aq1", 5, now);
    tick(SECOND);
    assertThat(broker.answerAll("data/aq1", 0x10)).isEqualTo(1);
    assertThat(log.pendingCount()).isZero();
    assertThat(tally.unheard).isEqualTo(1);
    assertThat(alarms).isEmpty();
  }

  // A consumer that forgot a subscription, or a broker that lets it see nothing: the data would
  // count as delivered for months.
  @Test
  void alarmsOnceWhenNobodyHearsForAMinuteAndEndsItWhenSomebodyDoes() {
    online();
    log.append(new Event(new BootTime(MemoryLog.BOOT, now), "alarm", "{}"));
    tick(SECOND);
    broker.answerAll("event", 0);
    for (int i = 0; i < 11; i++) {
      assertThat(alarms).isEmpty();
      log.measure("aq1", 5, now);
      tick(SECOND);
      broker.answerAll("data/aq1", 0x10);
      tick(5 * SECOND);
    }
    assertThat(alarms).containsExactly("uplink-unheard true");
    log.measure("aq1", 5, now);
    tick(SECOND);
    broker.answerAll("data/aq1", 0);
    assertThat(alarms).containsExactly("uplink-unheard true", "uplink-unheard false");
  }

  // 0x87 holds this topic only, alarms once, and the data is delivered when it is allowed again.
  @Test
  void holdsADeniedTopicAndProbesIt() {
    online();
    log.measure("aq1", 5, now);
    log.measure("aq2", 5, now);
    tick(SECOND);
    broker.answerAll("data/aq1", 0x87);
    broker.answerAll("data/aq2", 0);
    log.measure("aq1", 5, now);
    log.measure("aq2", 5, now);
    tick(SECOND);
    assertThat(broker.answerAll("data/aq1", 0)).isZero();
    assertThat(broker.answerAll("data/aq2", 0)).isEqualTo(1);
    assertThat(alarms).containsExactly("uplink-denied true");
    assertThat(conversation.outbox().historyHindrance())
        .as("what waits does not drain")
        .isEqualTo("the broker refuses live/aq1");
    tick(300 * SECOND);
    assertThat(broker.answerAll("data/aq1", 0)).isEqualTo(1);
    tick(SECOND);
    broker.answerAll("aq1", 0);
    assertThat(log.pendingCount()).isZero();
    assertThat(alarms).containsExactly("uplink-denied true", "uplink-denied false");
  }

  @Test
  void retriesAfterQuotaExceeded() {
    online();
    log.measure("aq1", 5, now);
    tick(SECOND);
    broker.answerAll("data/aq1", 0x97);
    assertThat(log.pendingCount()).isEqualTo(5);
    tick(3 * SECOND);
    assertThat(broker.answerAll("data/aq1", 0)).isEqualTo(1);
    assertThat(log.pendingCount()).isZero();
  }

  // 0x95, 0x99: halves, down to the one sample that is too large or not acceptable, and only that
  // one is given up.
  @ParameterizedTest
  @ValueSource(ints = {0x95, 0x99})
  void findsTheSampleThatIsRefused(int reasonCode) {
    online();
    log.measure("aq1", 8, now);
    tick(SECOND);
    for (int i = 0; i < 20 && log.pendingCount() > 0; i++) {
      for (var flight : new LinkedHashMap<>(broker.unanswered).entrySet()) {
        long id = flight.getKey();
        Outgoing m = flight.getValue();
        long s0 = Long.parseLong(m.userProperties().get("s0"));
        long s1 = Long.parseLong(m.userProperties().get("s1"));
        broker.answer(id, s0 <= 3 && 3 <= s1 ? reasonCode : 0);
      }
      tick(SECOND);
    }
    assertThat(log.quarantined).containsExactly("aq1 3..3");
    assertThat(log.pendingCount()).isZero();
  }

  // A message at which the broker drops the connection is found, isolated and given up; no other
  // sample is lost, and nothing is tried for ever.
  @Test
  void isolatesASampleThatKillsTheConnection() {
    online();
    log.measure("aq1", 8, now);
    log.measure("aq2", 8, now);
    for (int i = 0; i < 500 && log.pendingCount() > 0; i++) {
      tick(SECOND);
      boolean poisoned = false;
      for (var flight : new LinkedHashMap<>(broker.unanswered).entrySet()) {
        long id = flight.getKey();
        Outgoing m = flight.getValue();
        if (m.topic().contains("aq1")
            && Long.parseLong(m.userProperties().get("s0")) <= 5
            && 5 <= Long.parseLong(m.userProperties().get("s1"))) {
          poisoned = true;
          break;
        }
        broker.answer(id, 0);
      }
      if (poisoned) {
        broker.drop();
        online();
      }
    }
    assertThat(log.quarantined).containsExactly("aq1 5..5");
    assertThat(log.pendingCount()).isZero();
  }

  /// Runs for a while against a broker that hangs up at some messages.
  ///
  /// @param seconds how long
  /// @param hangsUp whether it hangs up at this message
  private void run(int seconds, Predicate<Outgoing> hangsUp) {
    for (int i = 0; i < seconds && log.pendingCount() > 0; i++) {
      tick(SECOND);
      for (var flight : new LinkedHashMap<>(broker.unanswered).entrySet()) {
        if (hangsUp.test(flight.getValue())) {
          broker.drop();
          online();
          break;
        }
        broker.answer(flight.getKey(), 0);
      }
    }
  }

  // The link dies a moment after each greeting, with a single sample in flight: not its fault.
  @Test
  void blamesNoSampleForALinkThatDiesAgainAndAgain() {
    online();
    log.measure("aq1", 1, now);
    for (int i = 0; i < 30; i++) {
      tick(SECOND / 2);
      broker.drop();
      online();
    }
    run(100, message -> false);
    assertThat(log.quarantined).isEmpty();
    assertThat(log.pendingCount()).isZero();
  }

  // A broker that hangs up at whatever is data convicts no sample either.
  @Test
  void blamesNoSampleWhereNoDataGetsThrough() {
    online();
    log.measure("aq1", 3, now);
    log.measure("aq2", 3, now);
    run(2_000, message -> !message.topic().endsWith("state"));
    assertThat(log.quarantined).isEmpty();
    run(200, message -> false);
    assertThat(log.pendingCount()).isZero();
  }

  // The trials of a suspect begin anew when the connection ends without it.
  @Test
  void anEndWithoutTheSuspectVoidsItsTrials() {
    online();
    log.measure("aq1", 1, now);
    for (int round = 0; round < 6; round++) {
      log.measure("aq2", 1, now);
      run(20, message -> message.topic().endsWith("aq1"));
      broker.drop();
      online();
    }
    assertThat(log.quarantined).isEmpty();
    log.measure("aq2", 1, now);
    run(300, message -> message.topic().endsWith("data/aq1"));
    assertThat(log.quarantined).containsExactly("aq1 1..1");
    assertThat(log.pendingCount()).isZero();
  }

  // The answer to one message is lost while all others come: that message would wait for ever.
  @Test
  void throwsAwayAConnectionThatForgetsOneMessage() {
    online();
    log.measure("aq1", 1, now);
    tick(SECOND);
    for (int i = 0; i < 4; i++) {
      log.measure("aq2", 1, now);
      tick(SECOND);
      broker.answerAll("aq2", 0);
    }
    tick(SECOND);
    assertThat(conversation.state()).isEqualTo(LinkState.WAITING);
    assertThat(conversation.failure())
        .isNotNull()
        .extracting(Failure::kind)
        .isEqualTo(Failure.Kind.NO_PROGRESS);
  }

  // The IOC misses the sample that is on trial and asks for it: it is not sent beside the trial,
  // and
  // the replay ends.
  @Test
  void replaysNoSuspect() {
    online();
    log.measure("aq1", 1, now);
    run(2, message -> message.topic().endsWith("aq1"));
    replays.accept(new Command.Replay("r1", 253_402_300_799_999L, MemoryLog.EPOCH, "aq1", 1, 1));
    tick(SECOND);
    assertThat(broker.seen).noneMatch(message -> message.topic().endsWith("hist/aq1"));
    assertThat(replays.pollFinished()).isNotNull();
  }

  // A replay that the broker refuses for now goes again, and one that it always refuses ends.
  @Test
  void replaysAgainAfterQuotaExceeded() {
    online();
    log.measure("aq1", 1, now);
    run(5, message -> false);
    replays.accept(new Command.Replay("r1", 253_402_300_799_999L, MemoryLog.EPOCH, "aq1", 1, 1));
    tick(SECOND);
    assertThat(broker.answerAll("hist/aq1", 0x97)).isEqualTo(1);
    tick(3 * SECOND);
    assertThat(broker.answerAll("hist/aq1", 0x97)).isEqualTo(1);
    assertThat(replays.pollFinished()).isNull();
    for (int i = 0; i < 5_000 && !replays.isIdle(); i++) {
      tick(SECOND);
      broker.answerAll("hist/aq1", 0x97);
      broker.answerAll("state", 0);
      replays.pollFinished();
    }
    assertThat(replays.isIdle()).isTrue();
  }

  // A broker without retained messages must not be sent any: it would hang up (0x9A).
  @Test
  void retainsNothingWhereNothingIsKept() {
    conversation.start(now);
    conversation.tick(now);
    broker.accept(new Terms(false, 20, Terms.PACKET_SIZE_MAX, 2, false, 0, null, null));
    assertThat(broker.seen).singleElement().returns(false, Outgoing::retain);
  }

  // Liveness is judged by acknowledgements, not by "connected".
  @Test
  void throwsAwayAConnectionWithoutProgress() {
    online();
    log.measure("aq1", 5, now);
    tick(SECOND);
    tick(4 * SECOND);
    assertThat(conversation.state()).isEqualTo(LinkState.WAITING);
    assertThat(conversation.failure())
        .isNotNull()
        .extracting(Failure::kind)
        .isEqualTo(Failure.Kind.NO_PROGRESS);
    online();
    tick(SECOND);
    broker.answerAll("aq1", 0);
    assertThat(log.pendingCount()).isZero();
  }

  @Test
  void obeysTheReceiveMaximum() {
    conversation.start(now);
    conversation.tick(now);
    broker.accept(new Terms(false, 2, Terms.PACKET_SIZE_MAX, 2, true, 0, null, null));
    broker.answerAll("state", 0);
    log.measure("aq1", 100, now);
    tick(SECOND);
    assertThat(broker.unanswered).hasSize(2);
  }

  // A broker that takes us and drops us at once costs two lines, not two for each attempt.
  @Test
  void saysOnceThatItIsDropped() {
    try (LogLines lines = new LogLines()) {
      for (int i = 0; i < 5; i++) {
        online();
        broker.drop();
      }
      assertThat(lines.warnings()).hasSize(1);
      online();
      tick(61 * SECOND);
      broker.drop();
      assertThat(lines.warnings()).as("after a stable connection it is news").hasSize(2);
    }
  }

  // Two answers in flight when the connection ends come in their order: accepted, then ok.
  @Test
  void sendsAnswersAgainInOrder() {
    online();
    Wire wire = new Wire(new TestSettings(URI.create("mqtt://broker")).make(), "GW-1");
    for (String id : List.of("a1", "a2", "a3")) {
      conversation.outbox().reply(wire.answer("bd/v1/GW-1/res/" + id, new byte[0], new byte[0]));
    }
    tick(SECOND);
    broker.drop();
    online();
    tick(SECOND);
    assertThat(broker.unanswered.values())
        .extracting(Outgoing::topic)
        .containsExactly("bd/v1/GW-1/res/a1", "bd/v1/GW-1/res/a2", "bd/v1/GW-1/res/a3");
  }

  // A gateway without a battery clock wakes up in 1970: no certificate is valid then, and that is
  // nobody's fault. It says so, does not slow down, and connects as soon as the clock is set.
  @Test
  void aCertificateIsNotBlamedForAnUnsetClock() {
    clockSet = false;
    conversation.start(now);
    conversation.tick(now);
    for (int i = 0; i < 12; i++) {
      conversation.on(
          new Signal.Ended(
              broker.connection,
              new Failure(Failure.Kind.CERTIFICATE_NOT_YET_VALID, "not valid yet")),
          now);
      assertThat(Objects.requireNonNull(conversation.failure()).kind())
          .isEqualTo(Failure.Kind.CLOCK_NOT_SET);
      assertThat(conversation.failure().text()).contains("not valid yet", "clock", "not set");
      assertThat(conversation.waitNanos(now)).isLessThanOrEqualTo(10 * SECOND);
      if (i < 11) {
        now += conversation.waitNanos(now);
        conversation.tick(now);
      }
    }
    conversation.clockChanged(now);
    assertThat(conversation.waitNanos(now)).isPositive();
    clockSet = true;
    conversation.clockChanged(now);
    assertThat(conversation.waitNanos(now)).isZero();
  }

  // The same under a clock that is set is the broker's fault, and not asked about every second.
  @Test
  void anExpiredCertificateIsRetriedSlowly() {
    conversation.start(now);
    long wait = 0;
    for (int i = 0; i < 12; i++) {
      conversation.tick(now);
      conversation.on(
          new Signal.Ended(
              broker.connection, new Failure(Failure.Kind.CERTIFICATE_EXPIRED, "has expired")),
          now);
      wait = conversation.waitNanos(now);
      now += wait;
    }
    assertThat(Objects.requireNonNull(conversation.failure()).kind())
        .isEqualTo(Failure.Kind.CERTIFICATE_EXPIRED);
    assertThat(wait).isGreaterThan(20 * SECOND);
    now -= wait;
    conversation.clockChanged(now);
    assertThat(conversation.waitNanos(now)).isEqualTo(wait);
  }
}
