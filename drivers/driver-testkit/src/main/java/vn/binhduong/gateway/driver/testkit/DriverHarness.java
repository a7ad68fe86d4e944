package vn.binhduong.gateway.driver.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Reading;

/// Stands in for the host around one device: its own thread, clock, log, link and sink.
///
///     try (var device = new DriverHarness<>(new Pms5003Factory(), settings).link(() -> port)) {
///       device.open();
///       assertThat(device.poll().getFirst().value("pm25")).isEqualTo(23.4);
///     }
///
/// Used from one test thread. What breaks a rule of the sink is refused, as by the host, and also
/// kept in [#violations()].
///
/// @param <C> the settings of the driver
public final class DriverHarness<C extends Record> implements AutoCloseable {
  /// Longest wait for a call that the test asked for; after it the call is interrupted and the test
  /// fails.
  public static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  private static final Duration END_LIMIT = Duration.ofSeconds(1);
  private static final int POLLS_PER_SAMPLE_MAX = 10;
  private static final Duration LOOK = Duration.ofMillis(5);

  private final DriverFactory<C> factory;
  private final C settings;
  private final TestClock clock = new TestClock();
  private final RecordingLogger logger = new RecordingLogger();
  private final List<EmittedSample> samples = new CopyOnWriteArrayList<>();
  private final List<Violation> violations = new CopyOnWriteArrayList<>();
  private final Set<Class<? extends Link>> asked = new CopyOnWriteArraySet<>();
  private final DeviceThread thread = new DeviceThread("device under test");
  private volatile String memory = "";
  private Duration ageMax = Duration.ZERO;
  private @Nullable LinkSource links;
  private volatile @Nullable Link link;
  private volatile @Nullable Driver driver;
  private volatile @Nullable CheckingSink sink;

  /// A harness around one device that is not open yet.
  public DriverHarness(DriverFactory<C> factory, C settings) {
    this.factory = factory;
    this.settings = settings;
  }

  /// Gives the device a link, opened anew each time the device is.
  public DriverHarness<C> link(LinkSource links) {
    this.links = links;
    return this;
  }

  /// Allows samples of times up to this much before their poll (none without it), or before the
  /// clock of a run (1 min without it, since the clock of a run does not wait for the driver).
  public DriverHarness<C> ageMax(Duration ageMax) {
    this.ageMax = ageMax;
    return this;
  }

  /// What the device remembers over restarts; empty when nothing.
  public String remembered() {
    return memory;
  }

  /// Opens the link and the device.
  public Driver open() throws DriverException, InterruptedException {
    finish(startOpen());
    return driver();
  }

  /// Begins to open the link and the device and returns at once.
  public Call startOpen() {
    return thread.start("open", this::openHere);
  }

  private void openHere() throws DriverException, InterruptedException {
    closeHere();
    Link opened = links == null ? null : links.open();
    link = opened;
    try {
      Driver made =
          factory.open(
              settings,
              new HarnessContext(
                  "dut1",
                  clock,
                  logger,
                  opened,
                  () -> memory,
                  text -> memory = text,
                  asked::add,
                  violations::add));
      sink =
          new CheckingSink(
              made.channels(),
              clock,
              ageMax,
              made instanceof PolledDriver,
              samples::add,
              violations::add);
      driver = made;
    } finally {
      if (driver == null) {
        closeLink();
      }
    }
  }

  /// The kinds of link that the driver asked its context for.
  Set<Class<? extends Link>> asked() {
    return asked;
  }

  /// Polls once and returns what was emitted.
  ///
  /// @throws DriverException as thrown by the driver
  public List<EmittedSample> poll() throws DriverException, InterruptedException {
    int before = samples.size();
    finish(startPoll());
    return List.copyOf(samples.subList(before, samples.size()));
  }

  /// Begins a poll and returns at once.
  public Call startPoll() {
    if (!(driver() instanceof PolledDriver polled)) {
      throw new IllegalStateException("harness: expected a PolledDriver, found an EventDriver");
    }
    return start("poll", polled::poll);
  }

  /// Begins to run an event driver and returns at once.
  public Call startRun() {
    if (!(driver() instanceof EventDriver events)) {
      throw new IllegalStateException("harness: expected an EventDriver, found a PolledDriver");
    }
    return start("run", events::run);
  }

  /// Begins a poll or a run, whichever the driver has.
  public Call startReading() {
    return driver() instanceof PolledDriver ? startPoll() : startRun();
  }

  /// Reads until `count` more samples were emitted and returns them: polls again and again, or runs
  /// an event driver and then interrupts it. The clock moves by `step` before each poll, or about
  /// every 5 ms of a run.
  ///
  /// @throws DriverException as thrown by the driver
  /// @throws AssertionError when they do not come within ten polls each, or within [#CALL_LIMIT]
  public List<EmittedSample> collect(int count, Duration step)
      throws DriverException, InterruptedException {
    int before = samples.size();
    long giveUp = System.nanoTime() + CALL_LIMIT.toNanos();
    Call running = driver() instanceof EventDriver ? startRun() : null;
    int pollsMax = POLLS_PER_SAMPLE_MAX * (count + 1);
    for (int polls = 0; samples.size() < before + count; polls++) {
      clock.advance(step);
      if (running == null) {
        finish(startPoll());
      } else if (running.await(LOOK).isPresent()) {
        break;
      }
      if (System.nanoTime() > giveUp || (running == null && polls > pollsMax)) {
        throw new AssertionError(
            "%s: expected %d samples within %d polls or %s of a run, found %d"
                .formatted(factory.type(), count, pollsMax, CALL_LIMIT, samples.size() - before));
      }
    }
    if (running != null) {
      endRun(running);
    }
    return List.copyOf(samples.subList(before, samples.size()));
  }

  private void endRun(Call running) throws DriverException, InterruptedException {
    if (running.hasEnded()) {
      finish(running);
      return;
    }
    running.interrupt();
    if (running.await(END_LIMIT.plus(END_LIMIT)).isEmpty()) {
      throw new AssertionError("run: expected to end when interrupted, found still running");
    }
  }

  private Call start(String what, Reader reader) {
    CheckingSink current = sink;
    if (current == null) {
      throw new IllegalStateException("harness: expected an open device, found none");
    }
    return thread.start(
        what,
        () -> {
          current.callBegins();
          try {
            reader.read(current);
          } catch (IllegalArgumentException refused) {
            noteRefusedReading(refused);
            throw refused;
          } finally {
            current.callEnds();
          }
        });
  }

  @FunctionalInterface
  private interface Reader {
    void read(CheckingSink sink) throws DriverException, InterruptedException;
  }

  /// A reading that breaks the rule of NaN cannot be made at all, so it shows as an exception.
  private void noteRefusedReading(IllegalArgumentException refused) {
    StackTraceElement[] trace = refused.getStackTrace();
    if (trace.length > 0 && trace[0].getClassName().equals(Reading.class.getName())) {
      violations.add(new Violation(Violation.Rule.NAN_IF_BAD, "" + refused.getMessage()));
    }
  }

  /// Waits for a call and throws what it threw.
  ///
  /// @throws AssertionError when it does not end within [#CALL_LIMIT]
  public void finish(Call call) throws DriverException, InterruptedException {
    Optional<Call.Outcome> outcome = call.await(CALL_LIMIT);
    if (outcome.isEmpty()) {
      call.interrupt();
      throw new AssertionError(
          "%s of %s: expected to end within %s, found still running"
              .formatted(call, factory.type(), CALL_LIMIT));
    }
    switch (outcome.get()) {
      case Call.Outcome.Returned() -> {}
      case Call.Outcome.Threw(DriverException thrown) -> throw thrown;
      case Call.Outcome.Threw(InterruptedException thrown) -> throw thrown;
      case Call.Outcome.Threw(RuntimeException thrown) -> throw thrown;
      case Call.Outcome.Threw(Error thrown) -> throw thrown;
      case Call.Outcome.Threw(Throwable thrown) -> throw new AssertionError(thrown);
    }
  }

  /// Moves the clock forward.
  public Instant advance(Duration step) {
    return clock.advance(step);
  }

  /// Closes the link from the calling thread, as the host does with a call that is stuck.
  public void closeLink() {
    Link open = link;
    if (open != null) {
      open.close();
    }
  }

  /// Closes the device and then its link, on the thread of the device.
  public void closeDevice() throws InterruptedException {
    try {
      finish(thread.start("close", this::closeHere));
    } catch (DriverException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private void closeHere() {
    Driver open = driver;
    driver = null;
    sink = null;
    try {
      if (open != null) {
        open.close();
      }
    } finally {
      closeLink();
      link = null;
    }
  }

  /// Whether the device is open.
  public boolean isOpen() {
    return driver != null;
  }

  /// The open device.
  ///
  /// @throws IllegalStateException when it is not open
  public Driver driver() {
    Driver open = driver;
    if (open == null) {
      throw new IllegalStateException("harness: expected an open device, found none");
    }
    return open;
  }

  /// The clock of the device.
  public TestClock clock() {
    return clock;
  }

  /// The log of the device.
  public RecordingLogger logger() {
    return logger;
  }

  /// All samples since the harness was made, oldest first.
  public List<EmittedSample> samples() {
    return List.copyOf(samples);
  }

  /// All rules broken since the harness was made, oldest first.
  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /// Closes device, link and thread. A call that still hangs is cut off as by the host: link
  /// closed, thread interrupted, then left behind.
  @Override
  public void close() {
    Call closing = thread.start("close", this::closeHere);
    thread.close();
    try {
      if (closing.await(END_LIMIT).isEmpty()) {
        closeLink();
        thread.interruptCurrent();
        closing.await(END_LIMIT);
      }
      thread.join(END_LIMIT.toMillis());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
