package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.driver.UnitSymbols;

/// What every driver keeps, whatever it reads. Implement it in one test class per driver:
///
///     class Pms5003ContractTest implements DriverContractSuite<Pms5003Settings> {
///       @Override public DriverFixture<Pms5003Settings> fixture() { return new Pms5003Fixture(); }
///     }
///
/// Each test makes its own fixture, so a test that fails does not disturb the others.
///
/// @param <C> the settings of the driver
public interface DriverContractSuite<C extends Record> {
  /// Longest time a call may go on after an interrupt, or after its link was closed.
  Duration END_LIMIT = Duration.ofSeconds(1);

  /// A device in state ANSWERING, not open yet.
  DriverFixture<C> fixture() throws Exception;

  /// The host finds drivers by ServiceLoader only: one that is not listed does not exist.
  @Test
  default void factoryIsFoundByServiceLoader() throws Exception {
    try (var fixture = fixture()) {
      assertThat(DeclarationRules.isListed(fixture.factory().getClass()))
          .as(
              "%s is listed in META-INF/services/%s",
              fixture.factory().getClass().getName(), DriverFactory.class.getName())
          .isTrue();
    }
  }

  /// The type is a key in gateway.yaml.
  @Test
  default void typeNameIsWellFormed() throws Exception {
    try (var fixture = fixture()) {
      assertThat(fixture.factory().type()).as("type").matches("[a-z0-9-]{1,32}");
      assertThat(fixture.factory().type()).as("type, again").isEqualTo(fixture.factory().type());
    }
  }

  /// One factory serves all devices of its kind, on many threads.
  @Test
  default void factoryKeepsNoState() throws Exception {
    try (var fixture = fixture()) {
      assertThat(DeclarationRules.stateOf(fixture.factory().getClass()))
          .as("fields of %s that can hold state", fixture.factory().getClass().getSimpleName())
          .isEmpty();
    }
  }

  /// Sample file, reference table, JSON Schema and checks are made from these annotations.
  @Test
  default void settingsAreFullyDeclared() throws Exception {
    try (var fixture = fixture()) {
      assertThat(DeclarationRules.settingsMistakes(fixture.factory().settings()))
          .as("mistakes in the declaration of settings")
          .isEmpty();
    }
  }

  /// The birth message tells the channels once; whatever comes later must fit it.
  @Test
  default void channelsAreUniqueAndFixed() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      List<Channel> declared = List.copyOf(session.harness().driver().channels());
      assertThat(declared).as("channels").isNotEmpty();
      assertThat(declared).extracting(Channel::name).as("names").doesNotHaveDuplicates();
      assertThat(declared).extracting(Channel::doc).as("docs").noneMatch(String::isBlank);
      session.collectQuietly(3);
      assertThat(session.harness().driver().channels())
          .as("channels after three samples")
          .isEqualTo(declared);
    }
  }

  /// A fitter chooses by the list, which is made without opening anything.
  @Test
  default void listedChannelsHoldThoseOfTheDevice() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      List<Channel> listed = session.fixture().factory().channels();
      assumeTrue(!listed.isEmpty(), "only the settings or the instrument tell the channels");
      assertThat(listed).extracting(Channel::name).as("names").doesNotHaveDuplicates();
      assertThat(session.harness().driver().channels())
          .extracting(channel -> channel.name() + " in " + channel.unit())
          .as("channels of the device, listed by its factory")
          .isSubsetOf(
              listed.stream().map(channel -> channel.name() + " in " + channel.unit()).toList());
    }
  }

  /// A wrong link is told when the configuration is read, so a right one must never be refused.
  @Test
  default void transportIsTheLinkThatIsAskedFor() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      switch (session.fixture().factory().transport()) {
        case Transport.OnLink(Class<? extends Link> link) ->
            assertThat(session.harness().asked())
                .as("links asked for, where the factory says %s", link.getSimpleName())
                .isEqualTo(Set.of(link));
        case Transport.Direct(String way) ->
            assertThat(session.harness().asked())
                .as("links asked for, where the factory says it needs none")
                .isEmpty();
        case Transport.Unstated() -> assumeTrue(false, "the driver does not say");
      }
    }
  }

  /// A consumer knows the units of the registry and no others.
  @Test
  default void unitsAreInTheSenmlRegistry() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      assertThat(session.harness().driver().channels())
          .extracting(Channel::unit)
          .extracting(Unit::symbol)
          .allMatch(UnitSymbols::registered, "in the SenML registry");
    }
  }

  /// A reading of a channel nobody announced cannot be stored or understood.
  @Test
  default void emitsOnlyDeclaredChannels() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.collectQuietly(5);
      session.assertKept(
          Violation.Rule.DECLARED_CHANNELS,
          Violation.Rule.CHANNEL_ONCE,
          Violation.Rule.NOT_EMPTY,
          Violation.Rule.SINK_OF_CALL);
      assertThat(session.harness().samples()).as("samples").hasSizeGreaterThanOrEqualTo(5);
    }
  }

  /// A channel that is announced and never comes is a mistake of the driver, or of its stand-in.
  @Test
  default void givesEveryDeclaredChannel() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.assertGivesEveryChannel();
    }
  }

  /// Only the host knows the true time; a driver with its own clock cannot be corrected.
  @Test
  default void timesComeFromTheInjectedClock() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.collectQuietly(4);
      session.collectQuietly(2);
      session.assertKept(Violation.Rule.TIME_OF_CLOCK, Violation.Rule.TIME_FORWARD);
      List<EmittedSample> samples = session.harness().samples();
      assertThat(samples).as("samples").hasSizeGreaterThanOrEqualTo(5);
      assertThat(samples.getLast().at())
          .as("time of the last sample, after the clock has moved")
          .isAfter(samples.getFirst().at());
      if (session.harness().driver() instanceof EventDriver) {
        session.assertRunIsOfTheMoment();
      }
    }
  }

  /// A healthy device reads well, and means values that lie in the ranges it declared.
  @Test
  default void healthyDeviceGivesPlausibleValues() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.collectQuietly(5);
      session.assertKept(Violation.Rule.NAN_IF_BAD);
      assertThat(session.harness().samples())
          .isNotEmpty()
          .allMatch(EmittedSample::usable, "usable")
          .flatExtracting(EmittedSample::readings)
          .filteredOn(reading -> reading.quality().hasValue())
          .allMatch(
              reading ->
                  reading.value() >= reading.channel().min()
                      && reading.value() <= reading.channel().max(),
              "inside the range of its channel");
    }
  }

  /// What cannot be understood is a DriverException or a reading without a value, never a number.
  @Test
  default void garbageIsNeverAValue() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.collectQuietly(1);
      session.set(DeviceState.GARBAGE);
      int before = session.harness().samples().size();
      session.readFor(3, DriverException.Kind.PROTOCOL, DriverException.Kind.UNAVAILABLE);
      session.assertKept(Violation.Rule.NAN_IF_BAD);
      assertThat(session.samplesSince(before))
          .as("samples from garbage")
          .noneMatch(EmittedSample::usable);
    }
  }

  /// Silence is told as such, in time: never covered by the last value nor by what has waited in
  /// the port, and never by nothing at all. One that speaks by itself may be silent, and no more.
  @Test
  default void aSilentDeviceIsToldAndNeverAValue() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.assumeCan(DeviceState.HANGING);
      session.collectQuietly(1);
      if (session.harness().driver() instanceof EventDriver) {
        session.assertSilentRunGivesNothing();
        return;
      }
      assumeTrue(session.fixture().givesUp(), "only the host can end a call that hangs");
      session.fixture().idle(session.fixture().step());
      session.set(DeviceState.HANGING);
      int before = session.harness().samples().size();
      session.harness().advance(session.fixture().step());
      session.assertFails(session.harness().startReading(), before);
      session.harness().closeDevice();
      session.assertFails(session.harness().startOpen(), before);
    }
  }

  /// The host sends one thread per link; one that does not come back is lost to all its devices.
  @Test
  default void interruptEndsACallWithinASecond() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      if (session.harness().driver() instanceof EventDriver) {
        session.assertEndsWhenInterrupted(session.harness().startRun());
        session.reopen();
      }
      session.set(DeviceState.HANGING);
      session.assertEndsWhenInterrupted(session.harness().startReading());
    }
  }

  /// The same for opening, which talks to the device too.
  @Test
  default void interruptEndsOpeningWithinASecond() throws Exception {
    try (var session = ContractSession.of(fixture())) {
      session.set(DeviceState.HANGING);
      session.assertEndsWhenInterrupted(session.harness().startOpen());
    }
  }

  /// The host's second means against a call that is stuck.
  @Test
  default void closingTheLinkEndsACallWithinASecond() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      assumeTrue(session.fixture().links() != null, "the driver has no link");
      session.set(DeviceState.HANGING);
      Call call = session.harness().startReading();
      call.await(ContractSession.BLOCK_TIME);
      session.harness().closeLink();
      Optional<Call.Outcome> outcome = call.await(END_LIMIT);
      assertThat(outcome).as("%s, 1 s after its link was closed", call).isPresent();
      session.assertOnlyDriverExceptions(outcome.get());
    }
  }

  /// A lost device is told as such, never covered by old values, and comes back by being reopened.
  @Test
  default void lostDeviceIsUnavailableAndComesBack() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.collectQuietly(1);
      session.set(DeviceState.GONE);
      int before = session.harness().samples().size();
      assertThat(session.readUntilThrown())
          .as("what the driver throws when its device is gone")
          .isPresent()
          .get()
          .extracting(DriverException::kind)
          .isEqualTo(DriverException.Kind.UNAVAILABLE);
      assertThat(session.samplesSince(before))
          .as("samples of a device that is gone")
          .noneMatch(EmittedSample::usable);
      session.set(DeviceState.ANSWERING);
      session.reopen();
      assertThat(session.collect(1)).as("samples when it is back").isNotEmpty();
    }
  }

  /// The instrument is switched off and on while its link stays, as on the port of a board: what it
  /// was told when it was opened is gone, and nobody tells the driver. The host opens a device anew
  /// after three calls in a row that failed, not after one that said that nothing can be measured.
  @Test
  default void comesBackAfterAPowerCut() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      assumeTrue(
          !(session.harness().driver() instanceof EventDriver), "an event driver is reopened");
      session.collectQuietly(1);
      session.fixture().powerCycle();
      int before = session.harness().samples().size();
      if (session.failsAlways(3)) {
        session.reopen();
      }
      session.failsAlways(3);
      assertThat(session.samplesSince(before))
          .as("samples of six polls after a power cut")
          .isNotEmpty()
          .last()
          .matches(EmittedSample::usable, "usable");
    }
  }

  /// The host keeps a device open after a failed poll; the next good answer must count again.
  @Test
  default void pollAfterAFailureRecovers() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      assumeTrue(
          !(session.harness().driver() instanceof EventDriver), "an event driver is reopened");
      session.set(DeviceState.GARBAGE);
      session.readFor(2, DriverException.Kind.values());
      session.set(DeviceState.ANSWERING);
      session.readFor(3, DriverException.Kind.values());
      assertThat(session.harness().samples())
          .as("samples of three polls after the failure")
          .isNotEmpty();
      assertThat(session.harness().samples().getLast())
          .as("the last of three polls after the failure")
          .matches(EmittedSample::usable, "usable");
    }
  }

  /// Faults come one after the other, and a driver is in the middle of something when they do. None
  /// makes up a value, all are told, and after the last one the device reads as before.
  @TestFactory
  default Stream<DynamicTest> faultScripts() throws Exception {
    List<FaultScript> scripts = new ArrayList<>(FaultScript.standard());
    try (var fixture = fixture()) {
      scripts.addAll(fixture.faultScripts());
    }
    return scripts.stream()
        .map(
            script ->
                DynamicTest.dynamicTest(
                    script.toString(),
                    () -> {
                      try (var session = ContractSession.of(fixture())) {
                        new FaultRun<>(session, script).run();
                      }
                    }));
  }

  /// Closing is what the host does in every doubt, so it must always be safe.
  @Test
  default void closeIsIdempotentAndQuiet() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      Driver driver = session.harness().driver();
      session.closeQuickly(driver);
      session.closeQuickly(driver);
      session.reopen();
      session.collectQuietly(2);
      Driver used = session.harness().driver();
      session.closeQuickly(used);
      session.closeQuickly(used);
      session.assertKept(Violation.Rule.LINK_LEFT_OPEN);
    }
  }

  /// A device that was closed while its call waited its turn must not speak any more.
  @Test
  default void closedDeviceEmitsNothing() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.closeQuickly(session.harness().driver());
      int before = session.harness().samples().size();
      session.harness().advance(session.fixture().step());
      Call call = session.harness().startReading();
      assertThat(call.await(END_LIMIT))
          .as("%s of a closed device, after 1 s", call)
          .hasValueSatisfying(
              outcome ->
                  assertThat(outcome)
                      .isInstanceOfSatisfying(
                          Call.Outcome.Threw.class,
                          threw -> assertThat(threw.thrown()).isInstanceOf(DriverException.class)));
      assertThat(session.samplesSince(before)).as("samples of a closed device").isEmpty();
    }
  }

  /// The host closes a device that hangs from another thread; neither may wait for the other.
  @Test
  default void closeDuringACallIsQuick() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.set(DeviceState.HANGING);
      Call call = session.harness().startReading();
      call.await(ContractSession.BLOCK_TIME);
      int before = session.harness().samples().size();
      session.closeQuickly(session.harness().driver());
      session.assertEndsWhenInterrupted(call);
      assertThat(session.samplesSince(before)).as("samples after closing").isEmpty();
    }
  }

  /// A gateway runs for years and reopens its devices thousands of times.
  @Test
  default void leaksNothingOverManyCycles() throws Exception {
    try (var session = ContractSession.of(fixture())) {
      session.assertNoGrowth(
          () -> {
            session.harness().open();
            session.collect(1);
            session.harness().closeDevice();
          });
    }
  }

  /// An absent device is tried for weeks; an attempt that fails leaves nothing behind.
  @Test
  default void openThatFailsReleasesAll() throws Exception {
    try (var session = ContractSession.of(fixture())) {
      session.set(DeviceState.GONE);
      session.assertNoGrowth(
          () -> {
            try {
              session.harness().open();
            } catch (DriverException expected) {
              assertThat(session.harness().isOpen()).as("open").isFalse();
            }
            session.harness().closeDevice();
          });
      session.assertKept(Violation.Rule.LINK_LEFT_OPEN);
      session.set(DeviceState.ANSWERING);
      session.reopen();
      assertThat(session.collect(1)).as("samples when it is there").isNotEmpty();
    }
  }

  /// A sick device is asked for weeks; a call that fails leaves nothing behind either.
  @Test
  default void callsThatFailHoldNothing() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.forEachFault(session::assertFailuresHoldNothing);
    }
  }

  /// The host knows what to do about a DriverException and about nothing else.
  @Test
  default void onlyDriverExceptionsLeaveADriver() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      session.readFor(3);
      session.forEachFault(
          state -> {
            session.set(state);
            session.readFor(2, DriverException.Kind.values());
          });
    }
  }

  /// Logs and messages leave the gateway in diagnostic bundles.
  @Test
  default void secretsAreNeverShown() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      List<String> secrets = session.secrets();
      assumeTrue(!secrets.isEmpty(), "the settings have no secret");
      session.collectQuietly(2);
      String shown = session.harness().driver() + " " + session.harness().driver().identity();
      session.forEachFault(
          state -> {
            session.set(state);
            session.readQuietly(2);
            session.openQuietly();
          });
      for (String secret : secrets) {
        assertThat(shown).as("text of the driver and its identity").doesNotContain(secret);
        assertThat(session.harness().logger().lines())
            .as("log")
            .noneMatch(line -> line.text().contains(secret));
        assertThat(session.thrown())
            .as("exceptions")
            .noneMatch(thrown -> Thrown.chain(thrown).contains(secret));
      }
    }
  }

  /// Without a limit a dead event device would look like a quiet one for ever.
  @Test
  default void silenceOfAnEventDriverIsBounded() throws Exception {
    try (var session = ContractSession.open(fixture())) {
      assumeTrue(session.harness().driver() instanceof EventDriver, "a polled driver");
      assertThat(((EventDriver) session.harness().driver()).longestSilence())
          .as("longest silence")
          .isPositive();
    }
  }
}
