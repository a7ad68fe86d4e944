package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;

/// A fixture in its harness, and the steps that tests of the contract share.
final class ContractSession<C extends Record> implements AutoCloseable {
  /// After this a call that has not ended counts as blocked.
  static final Duration BLOCK_TIME = Duration.ofMillis(150);

  /// Longest wait for a healthy device to notice that it is not healthy any more.
  private static final Duration LOSS_LIMIT = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(10);
  private static final int SILENT_STEPS = 20;
  private static final int TIMED_STEPS = 5;
  private static final int FAILING_CALLS = 40;
  private static final int CHANNEL_LOOKS = 10;
  private static final int SAMPLES_A_LOOK = 5;
  private static final int READS_MAX = 5;
  private static final int WARM_UP_CYCLES = 10;
  private static final int CYCLES_PER_ALLOWED_GROWTH = 20;

  /// Steps of a test.
  @FunctionalInterface
  interface Steps {
    void run() throws Exception;
  }

  /// Steps of a test in a state of the device.
  @FunctionalInterface
  interface StateSteps {
    void run(DeviceState state) throws Exception;
  }

  private final DriverFixture<C> fixture;
  private final DriverHarness<C> harness;
  private final List<Throwable> thrown = new CopyOnWriteArrayList<>();

  private ContractSession(DriverFixture<C> fixture) {
    this.fixture = fixture;
    harness = new DriverHarness<>(fixture.factory(), fixture.settings()).ageMax(fixture.ageMax());
    LinkSource links = fixture.links();
    if (links != null) {
      harness.link(links);
    }
  }

  static <C extends Record> ContractSession<C> of(DriverFixture<C> fixture) {
    return new ContractSession<>(fixture);
  }

  static <C extends Record> ContractSession<C> open(DriverFixture<C> fixture) throws Exception {
    ContractSession<C> session = of(fixture);
    try {
      session.harness.open();
      return session;
    } catch (Throwable failed) {
      session.close();
      throw failed;
    }
  }

  DriverFixture<C> fixture() {
    return fixture;
  }

  DriverHarness<C> harness() {
    return harness;
  }

  /// Brings the hardware into a state, or skips the test where it cannot take it.
  void set(DeviceState state) {
    assumeCan(state);
    fixture.set(state);
  }

  /// Skips the test, with the reason, where the hardware cannot take this state.
  void assumeCan(DeviceState state) {
    String why = fixture.cannot().get(state);
    assumeTrue(why == null, () -> "the hardware cannot be %s: %s".formatted(state, why));
  }

  /// Runs steps with the device open and healthy, then for each fault that the hardware can show.
  void forEachFault(StateSteps steps) throws Exception {
    for (DeviceState state : List.of(DeviceState.GARBAGE, DeviceState.HANGING, DeviceState.GONE)) {
      if (!fixture.cannot().containsKey(state)) {
        fixture.set(DeviceState.ANSWERING);
        reopen();
        steps.run(state);
      }
    }
  }

  /// Closes the device and opens it again, as the host does, a few times when it is not back yet.
  void reopen() throws Exception {
    harness.closeDevice();
    for (int attempt = 1; ; attempt++) {
      try {
        harness.open();
        return;
      } catch (DriverException notYet) {
        if (attempt == READS_MAX) {
          throw notYet;
        }
      }
    }
  }

  List<EmittedSample> collect(int count) throws DriverException, InterruptedException {
    return harness.collect(count, fixture.step());
  }

  /// Collects; an exception is kept for [#thrown()], because another test is about it.
  void collectQuietly(int count) throws InterruptedException {
    try {
      collect(count);
    } catch (DriverException | RuntimeException | Error failed) {
      thrown.add(failed);
    }
  }

  void openQuietly() throws InterruptedException {
    Call call = harness.startOpen();
    if (call.await(BLOCK_TIME).isEmpty()) {
      call.interrupt();
    }
    keep(call.await(LOSS_LIMIT));
  }

  /// Reads `times` times; a call that blocks is interrupted.
  void readQuietly(int times) throws InterruptedException {
    for (int i = 0; i < times && harness.isOpen(); i++) {
      Optional<Call.Outcome> outcome = readOnce();
      assertThat(outcome).as("a call, 1 s after its interrupt").isPresent();
      keep(outcome);
    }
  }

  /// Reads `times` times; a call that blocks is interrupted; one that throws must throw a
  /// DriverException of these kinds.
  void readFor(int times, DriverException.Kind... kinds) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      Optional<Call.Outcome> outcome = readOnce();
      assertThat(outcome).as("a call, 1 s after its interrupt").isPresent();
      switch (outcome.get()) {
        case Call.Outcome.Returned() -> {}
        case Call.Outcome.Threw(DriverException failed) ->
            assertThat(failed.kind()).as("kind of %s", failed).isIn(Set.of(kinds));
        case Call.Outcome.Threw threw -> assertOnlyDriverExceptions(threw);
      }
    }
  }

  /// Reads a few times; says whether no call returned, so that a host would open the device anew.
  boolean failsAlways(int times) throws InterruptedException {
    boolean always = true;
    for (int i = 0; i < times; i++) {
      Optional<Call.Outcome> outcome = readOnce();
      assertThat(outcome).as("a call, 1 s after its interrupt").isPresent();
      always &= !(outcome.get() instanceof Call.Outcome.Returned);
    }
    return always;
  }

  private Optional<Call.Outcome> readOnce() throws InterruptedException {
    harness.advance(fixture.step());
    Call call = harness.startReading();
    if (call.await(BLOCK_TIME).isEmpty()) {
      call.interrupt();
    }
    return call.await(DriverContractSuite.END_LIMIT);
  }

  /// Reads until the driver throws a DriverException.
  Optional<DriverException> readUntilThrown() throws InterruptedException {
    long giveUp = System.nanoTime() + LOSS_LIMIT.toNanos();
    for (int i = 0; i < READS_MAX; i++) {
      Call call = harness.startReading();
      while (!call.hasEnded() && System.nanoTime() < giveUp) {
        harness.advance(fixture.step());
        call.await(BLOCK_TIME);
      }
      Optional<Call.Outcome> outcome = call.await(Duration.ZERO);
      keep(outcome);
      switch (outcome.orElse(new Call.Outcome.Returned())) {
        case Call.Outcome.Threw(DriverException lost) -> {
          return Optional.of(lost);
        }
        case Call.Outcome.Threw threw -> assertOnlyDriverExceptions(threw);
        case Call.Outcome.Returned() -> {
          if (outcome.isEmpty()) {
            call.interrupt();
            return Optional.empty();
          }
        }
      }
    }
    return Optional.empty();
  }

  void assertEndsWhenInterrupted(Call call) throws InterruptedException {
    call.await(BLOCK_TIME);
    call.interrupt();
    Optional<Call.Outcome> outcome = call.await(DriverContractSuite.END_LIMIT);
    assertThat(outcome).as("%s, 1 s after its interrupt", call).isPresent();
    assertOnlyDriverExceptions(outcome.get());
    assertNotSwallowed(call);
  }

  void assertNotSwallowed(Call call) {
    assertThat(call.swallowedInterrupt())
        .as("%s returned after its interrupt with nothing left of it", call)
        .isFalse();
  }

  /// A run that was going well while the device fell silent emits nothing more, or no value.
  void assertSilentRunGivesNothing() throws Exception {
    reopen();
    Call call = harness.startRun();
    call.await(BLOCK_TIME);
    set(DeviceState.HANGING);
    call.await(BLOCK_TIME);
    int before = harness.samples().size();
    for (int i = 0; i < SILENT_STEPS && !call.hasEnded(); i++) {
      harness.advance(fixture.step());
      call.await(LOOK);
    }
    assertThat(samplesSince(before))
        .as("samples of a silent device")
        .noneMatch(EmittedSample::usable);
    assertEndsWhenInterrupted(call);
  }

  /// The clock of a run moves one step and then waits for the driver, several times: the last
  /// sample by then is of that step.
  void assertRunIsOfTheMoment() throws Exception {
    reopen();
    Call call = harness.startRun();
    for (int i = 0; i < TIMED_STEPS && !call.hasEnded(); i++) {
      Instant before = harness.clock().instant();
      harness.advance(fixture.step());
      int heard = harness.samples().size();
      call.await(BLOCK_TIME);
      if (harness.samples().size() > heard) {
        assertThat(harness.samples().getLast().at())
            .as("time of the last sample, with a clock that went from %s a step on", before)
            .isAfterOrEqualTo(before.minus(fixture.ageMax()));
      }
    }
    assertEndsWhenInterrupted(call);
  }

  /// Calls that fail, one after the other, hold nothing in the end. The device stays open between
  /// polls, as in the host; one that speaks by itself is opened again.
  void assertFailuresHoldNothing(DeviceState state) throws Exception {
    set(state);
    int calls = Math.min(fixture.cycles(), FAILING_CALLS);
    for (int i = 0; i < WARM_UP_CYCLES; i++) {
      failOnce();
    }
    LeakWatch watch = new LeakWatch();
    for (int i = 0; i < calls; i++) {
      failOnce();
    }
    assertThat(watch.growth(Math.max(1, calls / CYCLES_PER_ALLOWED_GROWTH)))
        .as("held more after %d calls that failed, %s", calls, state)
        .isEmpty();
  }

  private void failOnce() throws InterruptedException {
    harness.advance(fixture.step());
    Call call = harness.isOpen() ? harness.startReading() : harness.startOpen();
    if (call.await(LOOK).isEmpty()) {
      call.interrupt();
    }
    assertThat(call.await(DriverContractSuite.END_LIMIT))
        .as("%s, 1 s after its interrupt", call)
        .isPresent();
    if (harness.isOpen() && harness.driver() instanceof EventDriver) {
      harness.closeDevice();
    }
  }

  /// A call ends by itself with a DriverException, or emits readings without a value only.
  void assertFails(Call call, int samplesBefore) throws InterruptedException {
    Optional<Call.Outcome> outcome = call.await(LOSS_LIMIT);
    assertThat(outcome).as("%s of a silent device, after %s", call, LOSS_LIMIT).isPresent();
    assertThat(samplesSince(samplesBefore))
        .as("samples of a silent device")
        .noneMatch(EmittedSample::usable);
    if (samplesSince(samplesBefore).isEmpty()) {
      assertThat(outcome)
          .hasValueSatisfying(
              ended ->
                  assertThat(ended)
                      .as("how %s of a silent device ended", call)
                      .isInstanceOfSatisfying(
                          Call.Outcome.Threw.class,
                          threw -> assertThat(threw.thrown()).isInstanceOf(DriverException.class)));
    }
  }

  void assertOnlyDriverExceptions(Call.Outcome outcome) {
    if (outcome instanceof Call.Outcome.Threw(Throwable what)) {
      assertThat(what)
          .as("what a driver throws")
          .isInstanceOfAny(DriverException.class, InterruptedException.class);
    }
  }

  /// Closes a driver from the calling thread, which must be quick and must not throw.
  void closeQuickly(Driver driver) throws InterruptedException {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Thread closer =
        Thread.ofPlatform()
            .name("closer")
            .daemon()
            .start(
                () -> {
                  try {
                    driver.close();
                  } catch (Throwable failed) {
                    failure.set(failed);
                  }
                });
    assertThat(closer.join(DriverContractSuite.END_LIMIT)).as("close, done after 1 s").isTrue();
    assertThat(failure.get()).as("what close throws").isNull();
  }

  /// Runs a cycle many times and compares what the process holds.
  void assertNoGrowth(Steps cycle) throws Exception {
    for (int i = 0; i < WARM_UP_CYCLES; i++) {
      cycle.run();
    }
    LeakWatch watch = new LeakWatch();
    for (int i = 0; i < fixture.cycles(); i++) {
      cycle.run();
    }
    assertThat(watch.growth(fixture.cycles() / CYCLES_PER_ALLOWED_GROWTH))
        .as("held more after %d cycles", fixture.cycles())
        .isEmpty();
  }

  void assertKept(Violation.Rule... rules) {
    assertThat(harness.violations())
        .as("rules broken")
        .noneMatch(violation -> Set.of(rules).contains(violation.rule()));
  }

  /// Each declared channel has a value sooner or later, but those that the fixture names.
  void assertGivesEveryChannel() throws InterruptedException {
    Set<String> declared =
        harness.driver().channels().stream().map(Channel::name).collect(Collectors.toSet());
    assertThat(fixture.neverGiven().keySet()).as("channels never given").isSubsetOf(declared);
    Set<String> missing = new TreeSet<>(declared);
    for (int i = 0; i < CHANNEL_LOOKS && !declaredIsGiven(missing); i++) {
      int before = harness.samples().size();
      collectQuietly(SAMPLES_A_LOOK);
      for (EmittedSample sample : samplesSince(before)) {
        sample.readings().stream()
            .filter(reading -> reading.quality().hasValue())
            .forEach(reading -> missing.remove(reading.channel().name()));
      }
    }
    missing.removeAll(fixture.neverGiven().keySet());
    assertThat(missing).as("channels that are declared and never have a value").isEmpty();
  }

  private boolean declaredIsGiven(Set<String> missing) {
    return fixture.neverGiven().keySet().containsAll(missing);
  }

  List<EmittedSample> samplesSince(int count) {
    List<EmittedSample> samples = harness.samples();
    return samples.subList(count, samples.size());
  }

  List<String> secrets() {
    List<String> secrets = new ArrayList<>(fixture.secrets());
    secrets.addAll(DeclarationRules.secrets(fixture.settings()));
    return secrets;
  }

  List<Throwable> thrown() {
    return List.copyOf(thrown);
  }

  private void keep(Optional<Call.Outcome> outcome) {
    if (outcome.orElse(null) instanceof Call.Outcome.Threw(Throwable what)) {
      thrown.add(what);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      harness.close();
    } finally {
      fixture.close();
    }
  }
}
