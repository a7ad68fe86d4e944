package vn.binhduong.gateway.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.health.ComponentHealth;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.Sample;

@Timeout(30)
class AcquisitionIT {
  private static final AcquisitionSettings FAST =
      new AcquisitionSettings(
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofMillis(100));

  private final GatewayClock clock = GatewayClock.trusting();
  private final HealthBoard health = new HealthBoard(clock.driverClock());
  private final Map<String, List<Sample>> samples = new ConcurrentHashMap<>();
  private final List<Restart> escalations = new CopyOnWriteArrayList<>();
  private final Acquisition acquisition =
      new Acquisition(
          FAST, clock, health, this::take, Map.of(), NO_MEMORY, asked -> escalations.add(asked));
  private static final Memory NO_MEMORY =
      new Memory() {
        @Override
        public Optional<String> read(String device) {
          return Optional.empty();
        }

        @Override
        public void write(String device, String text) {}
      };
  private final CountDownLatch never = new CountDownLatch(1);
  private final FakeLink.Factory bus = new FakeLink.Factory();

  private void take(Sample sample) {
    samples.computeIfAbsent(sample.device(), id -> new CopyOnWriteArrayList<>()).add(sample);
  }

  @AfterEach
  void stop() {
    never.countDown();
    acquisition.close();
    clock.close();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting for: " + what).isLessThan(end);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private List<Sample> samplesOf(String device) {
    return samples.getOrDefault(device, List.of());
  }

  private long good(String device) {
    return samplesOf(device).stream()
        .filter(sample -> sample.readings().getFirst().quality() == Quality.GOOD)
        .count();
  }

  private HealthState state(String component) {
    return health.find(component).orElseThrow().state();
  }

  private void awaitState(String component, HealthState state) {
    await(
        component + " " + state + ", now " + health.find(component),
        () -> health.find(component).map(c -> c.state() == state).orElse(false));
  }

  /// The states a component comes into from now on.
  private List<HealthState> statesOf(String component) {
    List<HealthState> states = new CopyOnWriteArrayList<>();
    health.onChange(
        change -> {
          if (change.to().component().equals(component)) {
            states.add(change.to().state());
          }
        });
    return states;
  }

  private void awaitMore(String device, long count) {
    long until = good(device) + count;
    await(count + " more good samples of " + device, () -> good(device) >= until);
  }

  private Plan onBus(DeviceSpec<?>... devices) {
    return new Plan(List.of(FakeLink.spec("bus1", bus)), List.of(devices));
  }

  private static FakeDriver.Factory good() {
    return new FakeDriver.Factory(FakeDriver.Poll.GOOD);
  }

  private FakeDriver.Poll hangOnLink() {
    return (context, sink) -> context.link(FakeLink.class).hang();
  }

  /// Deaf to interrupts and to the closing of its link.
  private FakeDriver.Poll hangForGood() {
    return (context, sink) -> {
      while (never.getCount() > 0) {
        try {
          never.await();
        } catch (InterruptedException e) {
          // deaf
        }
      }
    };
  }

  @Test
  void aDeviceIsPolledOnItsSchedule() {
    acquisition.apply(new Plan(List.of(), List.of(FakeLink.device("d", null, good()))));
    awaitMore("d", 5);
    assertThat(state("device/d")).isEqualTo(HealthState.OK);
    assertThat(acquisition.devices())
        .extracting(DeviceInfo::channels)
        .containsExactly(List.of(FakeDriver.A, FakeDriver.B));
    List<Sample> taken = samplesOf("d");
    long marks =
        taken.stream().filter(sample -> clock.wall(sample.at()).epochMillis() % 20 < 10).count();
    assertThat(marks).as("polls near the 20 ms marks of the clock").isGreaterThan(taken.size() / 2);
  }

  // Everything on a link happens on one thread, opening included.
  @Test
  void devicesOfALinkShareItsThread() {
    FakeDriver.Poll onOwner =
        (context, sink) -> {
          if (!context.link(FakeLink.class).isOwnedByThisThread()) {
            throw DriverException.protocol("another thread");
          }
          FakeDriver.Poll.GOOD.poll(context, sink);
        };
    acquisition.apply(
        onBus(
            FakeLink.device("d1", "bus1", new FakeDriver.Factory(onOwner)),
            FakeLink.device("d2", "bus1", new FakeDriver.Factory(onOwner))));
    awaitMore("d1", 3);
    awaitMore("d2", 3);
    assertThat(health.find("device/d1").orElseThrow().failures()).isZero();
    assertThat(bus.opened.get()).isEqualTo(1);
  }

  /// What a sick driver may do.
  enum Sickness {
    ERROR,
    RUNTIME_EXCEPTION,
    OUT_OF_MEMORY,
    LINKAGE,
    UNDECLARED,
    TWICE,
    FUTURE,
    BACKWARDS,
    STRAY_INTERRUPT,
    SWALLOWED;

    void poll(
        FakeDriver.Poll good,
        vn.binhduong.gateway.driver.DriverContext c,
        vn.binhduong.gateway.driver.ReadingSink sink)
        throws DriverException, InterruptedException {
      Channel undeclared = new Channel("x", Unit.VOLT, 0, 1, "not declared");
      switch (this) {
        case ERROR -> throw new AssertionError("sick");
        case RUNTIME_EXCEPTION -> throw new IllegalStateException("sick");
        case OUT_OF_MEMORY -> throw new OutOfMemoryError("sick");
        case LINKAGE -> throw new NoClassDefFoundError("sick");
        case UNDECLARED -> sink.emit(c.clock().instant(), undeclared.reading(1));
        case TWICE ->
            sink.emit(c.clock().instant(), FakeDriver.A.reading(1), FakeDriver.A.reading(2));
        case FUTURE -> sink.emit(c.clock().instant().plusSeconds(9), FakeDriver.A.reading(1));
        case BACKWARDS -> {
          good.poll(c, sink);
          sink.emit(c.clock().instant().minusSeconds(9), FakeDriver.A.reading(1));
        }
        case STRAY_INTERRUPT -> throw new InterruptedException();
        case SWALLOWED -> {
          try {
            sink.emit(c.clock().instant(), undeclared.reading(1));
          } catch (IllegalArgumentException e) {
            // a driver that hides what it did
          }
        }
      }
    }
  }

  // One sick sensor hurts only itself, whatever it throws or emits.
  @ParameterizedTest
  @EnumSource
  void aSickDeviceHurtsOnlyItself(Sickness sickness) {
    FakeDriver.Factory sick =
        new FakeDriver.Factory((c, sink) -> sickness.poll(FakeDriver.Poll.GOOD, c, sink));
    acquisition.apply(
        onBus(FakeLink.device("sick", "bus1", sick), FakeLink.device("well", "bus1", good())));
    awaitState("device/sick", HealthState.DEGRADED);
    awaitMore("well", 5);
    assertThat(state("device/well")).isEqualTo(HealthState.OK);
    assertThat(samplesOf("sick"))
        .allMatch(
            sample ->
                sample.readings().size() == 2
                    && sample.readings().stream()
                        .map(Reading::quality)
                        .allMatch(q -> q == Quality.BAD_LINK || sickness == Sickness.BACKWARDS));

    sick.poll = FakeDriver.Poll.GOOD;
    awaitState("device/sick", HealthState.OK);
  }

  @Test
  void aHangThatEndsWithItsLinkCostsOneDeadline() {
    List<HealthState> states = statesOf("device/sick");
    FakeDriver.Factory sick = new FakeDriver.Factory(hangOnLink());
    acquisition.apply(
        onBus(FakeLink.device("sick", "bus1", sick), FakeLink.device("well", "bus1", good())));
    await("three attempts", () -> sick.polls.get() >= 3);
    awaitMore("well", 5);
    await("the link is reopened", () -> bus.opened.get() > 1);
    assertThat(samplesOf("sick").getFirst().readings())
        .containsExactly(FakeDriver.A.bad(Quality.BAD_LINK), FakeDriver.B.bad(Quality.BAD_LINK));

    sick.poll = FakeDriver.Poll.GOOD;
    awaitState("device/sick", HealthState.OK);
    assertThat(states)
        .as("told once, however many attempts hang")
        .containsExactly(HealthState.STUCK, HealthState.OK);
    assertThat(escalations).isEmpty();
  }

  // Neither interrupt nor closing ends the call: the thread is left behind, the others go on, and
  // the
  // device comes back when the call does.
  @Test
  void aHangThatCannotBeEndedIsLeftBehind() {
    FakeDriver.Factory sick = new FakeDriver.Factory(hangForGood());
    acquisition.apply(
        onBus(FakeLink.device("sick", "bus1", sick), FakeLink.device("well", "bus1", good())));
    awaitState("device/sick", HealthState.STUCK);
    await("abandoned", () -> bus.opened.get() == 2);
    awaitMore("well", 10);
    assertThat(state("device/sick")).isEqualTo(HealthState.STUCK);
    assertThat(sick.polls.get()).as("it is left alone meanwhile").isEqualTo(1);

    sick.poll = FakeDriver.Poll.GOOD;
    never.countDown();
    awaitState("device/sick", HealthState.OK);
    assertThat(escalations).isEmpty();
  }

  @Test
  void aSecondHangOnOneLinkEscalates() {
    acquisition.apply(
        onBus(
            FakeLink.device("s1", "bus1", new FakeDriver.Factory(hangForGood())),
            FakeLink.device("s2", "bus1", new FakeDriver.Factory(hangForGood()))));
    await("escalation", () -> !escalations.isEmpty());
    assertThat(escalations.getFirst().reason()).contains("device s", "link-bus1");
    assertThat(escalations.getFirst().suspects()).containsExactlyInAnyOrder("s1", "s2");
  }

  @Test
  void aFifthAbandonedThreadEscalates() {
    List<DeviceSpec<?>> devices = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      devices.add(FakeLink.device("s" + i, null, new FakeDriver.Factory(hangForGood())));
    }
    acquisition.apply(new Plan(List.of(), devices));
    await("escalation", () -> !escalations.isEmpty());
    assertThat(escalations).hasSize(1);
    assertThat(escalations.getFirst().reason()).contains("4 abandoned threads");
    assertThat(escalations.getFirst().suspects())
        .containsExactlyInAnyOrder("s1", "s2", "s3", "s4", "s5");
  }

  // Starting must not depend on any device.
  @Test
  void aDeviceThatIsAbsentAtStartIsRetried() {
    FakeDriver.Factory absent = good();
    absent.refusal = DriverException.unavailable("no answer");
    acquisition.apply(new Plan(List.of(), List.of(FakeLink.device("d", null, absent))));
    awaitState("device/d", HealthState.UNAVAILABLE);
    await("three attempts", () -> absent.opened.get() >= 3);
    assertThat(samplesOf("d")).as("its channels are not known yet").isEmpty();
    absent.refusal = null;
    awaitState("device/d", HealthState.OK);
  }

  @Test
  void aMisconfiguredDeviceWaits() {
    FakeDriver.Factory wrong = good();
    wrong.refusal = DriverException.misconfigured("unit id 0");
    acquisition.apply(new Plan(List.of(), List.of(FakeLink.device("d", null, wrong))));
    awaitState("device/d", HealthState.MISCONFIGURED);
    assertThat(health.find("device/d").orElseThrow().message()).contains("unit id 0");
  }

  @Test
  void aLinkThatIsAbsentAtStartIsRetried() {
    bus.failing = true;
    acquisition.apply(onBus(FakeLink.device("d", "bus1", good())));
    awaitState("link/bus1", HealthState.UNAVAILABLE);
    awaitState("device/d", HealthState.UNAVAILABLE);
    assertThat(health.find("device/d").orElseThrow().message()).contains("bus1", "no such port");
    bus.failing = false;
    awaitState("device/d", HealthState.OK);
    awaitState("link/bus1", HealthState.OK);
  }

  @Test
  void aLinkOnWhichNothingAnswersIsReopened() {
    FakeDriver.Factory one = good();
    FakeDriver.Factory two = good();
    acquisition.apply(
        onBus(FakeLink.device("d1", "bus1", one), FakeLink.device("d2", "bus1", two)));
    awaitMore("d1", 1);
    awaitMore("d2", 1);
    FakeDriver.Poll unplugged =
        (context, sink) -> {
          throw DriverException.unavailable("port is gone");
        };
    one.poll = unplugged;
    two.poll = unplugged;
    awaitState("link/bus1", HealthState.UNAVAILABLE);
    await("reopened", () -> bus.opened.get() > 1);
    one.poll = FakeDriver.Poll.GOOD;
    two.poll = FakeDriver.Poll.GOOD;
    awaitState("link/bus1", HealthState.OK);
    awaitState("device/d1", HealthState.OK);
    awaitState("device/d2", HealthState.OK);
  }

  // A dead slave gets at most a tenth of the link, so nine others keep theirs.
  @Test
  void oneDeadSlaveOfTenCostsTheOthersLittle() {
    FakeDriver.Factory dead =
        new FakeDriver.Factory(
            (context, sink) -> {
              Thread.sleep(40); // the timeout of its protocol
              throw DriverException.unavailable("no answer within 40 ms");
            });
    FakeDriver.Factory others = good();
    List<DeviceSpec<?>> devices = new ArrayList<>();
    devices.add(FakeLink.device("dead", "bus1", dead));
    for (int i = 1; i <= 9; i++) {
      devices.add(FakeLink.device("d" + i, "bus1", others));
    }
    acquisition.apply(onBus(devices.toArray(DeviceSpec[]::new)));
    awaitState("device/dead", HealthState.UNAVAILABLE);
    long probes = dead.polls.get();
    long before = System.nanoTime();
    awaitMore("d9", 60);
    long probed = dead.polls.get() - probes;
    double share = probed * 0.040 / ((System.nanoTime() - before) / 1e9);
    assertThat(share).isLessThan(0.2);
    assertThat(bus.opened.get()).as("the link is not suspect").isEqualTo(1);
    assertThat(samplesOf("dead")).allMatch(sample -> sample.readings().size() == 2);
  }

  // Missed polls are skipped and counted, never made up for in a bunch.
  @Test
  void missedPollsAreSkippedAndCounted() {
    FakeDriver.Factory slow =
        new FakeDriver.Factory(
            (context, sink) -> {
              Thread.sleep(50);
              FakeDriver.Poll.GOOD.poll(context, sink);
            });
    acquisition.apply(new Plan(List.of(), List.of(FakeLink.device("d", null, slow))));
    awaitMore("d", 4);
    assertThat(health.find("device/d").orElseThrow().missed()).isGreaterThanOrEqualTo(6);
    List<Sample> taken = samplesOf("d");
    for (int i = 1; i < taken.size(); i++) {
      assertThat(taken.get(i).at().nanos() - taken.get(i - 1).at().nanos())
          .isGreaterThan(45_000_000);
    }
  }

  @Test
  void aDeviceIsReadNow() throws Exception {
    DeviceSpec<?> hourly =
        new DeviceSpec<>(
            "d",
            good(),
            new FakeDriver.Settings(0),
            null,
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofSeconds(1));
    acquisition.apply(new Plan(List.of(), List.of(hourly)));
    Sample sample = acquisition.readNow("d", Duration.ofSeconds(5)).get();
    assertThat(sample.readings()).containsExactly(FakeDriver.A.reading(1), FakeDriver.B.reading(2));
    assertThat(samplesOf("d")).containsExactly(sample);
  }

  @Test
  void readNowFailsWithTheReason() {
    FakeDriver.Factory dead = good();
    dead.refusal = DriverException.unavailable("no answer");
    acquisition.apply(new Plan(List.of(), List.of(FakeLink.device("d", null, dead))));
    assertThatThrownBy(() -> acquisition.readNow("d", Duration.ofSeconds(5)).get())
        .hasCauseInstanceOf(DriverException.class)
        .hasMessageContaining("no answer");
    assertThatThrownBy(() -> acquisition.readNow("nobody", Duration.ofSeconds(5)).get())
        .hasCauseInstanceOf(NoSuchElementException.class);
  }

  // An unchanged device must not lose a poll because another one is configured anew.
  @Test
  void onlyChangedDevicesAreReopened() {
    FakeDriver.Factory same = good();
    FakeDriver.Factory changed = good();
    DeviceSpec<?> kept = FakeLink.device("kept", "bus1", same);
    acquisition.apply(onBus(kept, FakeLink.device("changed", "bus1", changed)));
    awaitMore("kept", 2);
    awaitMore("changed", 2);
    DeviceSpec<?> other =
        new DeviceSpec<>(
            "changed",
            changed,
            new FakeDriver.Settings(1),
            "bus1",
            Duration.ofMillis(30),
            Duration.ZERO,
            Duration.ofSeconds(1));
    acquisition.apply(onBus(kept, other));
    await("reopened", () -> changed.opened.get() == 2);
    awaitMore("kept", 2);
    assertThat(same.opened.get()).isEqualTo(1);
    assertThat(bus.opened.get()).isEqualTo(1);

    acquisition.apply(onBus(kept));
    await("closed", () -> changed.closed.get() == 2);
    assertThat(health.find("device/changed")).isEmpty();
    awaitMore("kept", 2);
  }

  @Test
  void aSpeakerIsHeardAndItsSilenceNoticed() {
    List<HealthState> states = statesOf("device/lane");
    FakeSpeaker.Factory speaker = new FakeSpeaker.Factory(Duration.ofMillis(200));
    acquisition.apply(
        onBus(
            new DeviceSpec<>(
                "lane",
                speaker,
                new FakeDriver.Settings(0),
                "bus1",
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofSeconds(1))));
    speaker.values.add(1.0);
    speaker.values.add(2.0);
    await("two events", () -> good("lane") == 2);
    assertThatThrownBy(() -> acquisition.readNow("lane", Duration.ofSeconds(1)).get())
        .hasMessageContaining("speaks by itself");

    await("silence", () -> states.size() >= 2);
    assertThat(states.subList(0, 2)).containsExactly(HealthState.OK, HealthState.DEGRADED);
    await("opened again", () -> speaker.opened.get() >= 2);
    speaker.values.add(3.0);
    await("heard again", () -> good("lane") == 3);
    assertThat(escalations).isEmpty();
  }

  // Whoever judges a change of the gateway waits for those that will speak soon, for no others.
  @Test
  void aSpeakerThatIsOpenAndMayBeSilentForLongIsQuiet() {
    FakeSpeaker.Factory rare = new FakeSpeaker.Factory(Duration.ofMinutes(15));
    FakeSpeaker.Factory often = new FakeSpeaker.Factory(Duration.ofMinutes(1));
    acquisition.apply(new Plan(List.of(), List.of(speaker("rare", rare), speaker("often", often))));
    await("quiet", () -> health.find("device/rare").map(ComponentHealth::quiet).orElse(false));
    assertThat(state("device/rare")).isEqualTo(HealthState.STARTING);
    await("open", () -> often.opened.get() == 1);
    await(
        "told",
        () -> health.find("device/often").map(c -> c.message().startsWith("open")).orElse(false));
    assertThat(health.find("device/often").orElseThrow().quiet()).isFalse();
    rare.values.add(1.0);
    awaitState("device/rare", HealthState.OK);
    assertThat(health.find("device/rare").orElseThrow().quiet()).isFalse();
  }

  private static DeviceSpec<?> speaker(String id, FakeSpeaker.Factory factory) {
    return new DeviceSpec<>(
        id,
        factory,
        new FakeDriver.Settings(0),
        null,
        Duration.ofSeconds(1),
        Duration.ZERO,
        Duration.ofSeconds(1));
  }

  @Test
  void aSpeakerMustOwnItsLink() {
    acquisition.apply(
        onBus(
            new DeviceSpec<>(
                "lane",
                new FakeSpeaker.Factory(Duration.ofSeconds(1)),
                new FakeDriver.Settings(0),
                "bus1",
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ofSeconds(1)),
            FakeLink.device("well", "bus1", good())));
    awaitState("device/lane", HealthState.MISCONFIGURED);
    awaitMore("well", 3);
  }

  @Test
  void stoppingClosesEverythingInTime() {
    FakeDriver.Factory well = good();
    acquisition.apply(
        new Plan(
            List.of(FakeLink.spec("bus1", bus)),
            List.of(
                FakeLink.device("well", "bus1", well),
                FakeLink.device("sick", null, new FakeDriver.Factory(hangForGood())))));
    awaitMore("well", 1);
    long before = System.nanoTime();
    acquisition.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(2500));
    assertThat(well.closed.get()).isEqualTo(well.opened.get());
    assertThat(state("device/well")).isEqualTo(HealthState.CLOSED);
    assertThat(state("link/bus1")).isEqualTo(HealthState.CLOSED);
    long count = samplesOf("well").size();
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(60));
    assertThat(samplesOf("well")).hasSize((int) count);
  }
}
