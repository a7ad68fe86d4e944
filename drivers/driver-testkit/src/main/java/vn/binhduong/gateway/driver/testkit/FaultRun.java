package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.EventDriver;

/// Puts a device through a [FaultScript] and does meanwhile what the host does: goes on asking,
/// interrupts a call that takes too long, closes a device that was interrupted or is lost, and
/// opens it again.
///
/// @param <C> the settings of the driver
final class FaultRun<C extends Record> {
  /// After this a call into a device that hangs is interrupted.
  private static final Duration HANG_TIME = Duration.ofMillis(40);

  /// After this a call that may still come to an end is interrupted.
  private static final Duration PATIENCE = Duration.ofMillis(150);

  /// Longest time a call may need to notice that the device is gone.
  private static final Duration LOSS_LIMIT = Duration.ofSeconds(10);

  /// After this nothing of the state before is on its way any more.
  private static final Duration IN_FLIGHT = Duration.ofMillis(30);

  private static final Duration LOOK = Duration.ofMillis(5);
  private static final int HEALTHY_SAMPLES = 3;
  private static final int CALLS_TO_TELL_MAX = 5;
  private static final int CALLS_TO_RECOVER_MAX = 3;

  /// Threads and descriptors that a driver may keep from its first failure on.
  private static final int KEPT_MAX = 1;

  private final ContractSession<C> session;
  private final DriverHarness<C> harness;
  private final FaultScript script;

  FaultRun(ContractSession<C> session, FaultScript script) {
    this.script = script;
    this.session = session;
    harness = session.harness();
  }

  void run() throws Exception {
    script.steps().forEach(step -> session.assumeCan(step.state()));
    harness.open();
    var truth = new Truth(session.collect(HEALTHY_SAMPLES), session.fixture());
    var watch = new LeakWatch();
    for (FaultScript.Step step : script.steps()) {
      play(step, truth);
    }
    recover(truth);
    assertThat(watch.growth(KEPT_MAX)).as("held more after '%s'", script).isEmpty();
    session.assertKept(Violation.Rule.values());
  }

  private void play(FaultScript.Step step, Truth truth) throws Exception {
    if (step.state() == DeviceState.ANSWERING) {
      recover(truth);
      return;
    }
    Call running = isEvents() ? startFreshRun() : null;
    if (running == null) {
      session.fixture().idle(session.fixture().step());
    }
    session.set(step.state());
    boolean told = false;
    int calls = 0;
    if (running != null) {
      running.await(IN_FLIGHT);
      told = judge(running, harness.samples().size(), step.state(), true, truth);
      calls++;
    }
    while (calls < step.calls() || (mustTell(step.state()) && !told && calls < CALLS_TO_TELL_MAX)) {
      calls++;
      told |= call(step.state(), truth);
    }
    if (mustTell(step.state())) {
      assertThat(told)
          .as(
              "whether '%s' of '%s' was told within %d calls, by an exception or a bad reading",
              step, script, calls)
          .isTrue();
    }
  }

  /// A device that drips may still be understood.
  private static boolean mustTell(DeviceState state) {
    return state != DeviceState.DRIPPING;
  }

  private boolean isEvents() {
    return harness.isOpen() && harness.driver() instanceof EventDriver;
  }

  /// A run of a device that was opened for it, as by the host, in full swing.
  private Call startFreshRun() throws Exception {
    session.reopen();
    Call running = harness.startRun();
    running.await(IN_FLIGHT);
    return running;
  }

  /// One call as the host makes it: opens the device if it is closed, else reads. Says whether the
  /// fault was told, by the driver or by the host itself.
  private boolean call(DeviceState state, Truth truth) throws Exception {
    int before = harness.samples().size();
    if (!harness.isOpen()) {
      return judge(harness.startOpen(), before, state, false, truth);
    }
    harness.advance(session.fixture().step());
    return judge(harness.startReading(), before, state, isEvents(), truth);
  }

  private boolean judge(Call call, int before, DeviceState state, boolean events, Truth truth)
      throws InterruptedException {
    boolean interrupted = !endsByItself(call, state, events);
    if (interrupted) {
      call.interrupt();
    }
    Optional<Call.Outcome> outcome = call.await(DriverContractSuite.END_LIMIT);
    assertThat(outcome).as("%s, 1 s after its interrupt", call).isPresent();
    session.assertOnlyDriverExceptions(outcome.get());
    session.assertNotSwallowed(call);
    List<EmittedSample> samples = session.samplesSince(before);
    if (state == DeviceState.DRIPPING) {
      truth.assertTrue("while it drips, in '" + script + "'", samples);
    } else {
      assertThat(samples)
          .as("samples while %s, in '%s'", state, script)
          .noneMatch(EmittedSample::usable);
    }
    boolean failed = outcome.get() instanceof Call.Outcome.Threw;
    if (interrupted || (failed && (events || isLoss(outcome.get())))) {
      harness.closeDevice();
    }
    return interrupted || failed || !samples.isEmpty();
  }

  /// Whether a call ended before the host lost its patience.
  private boolean endsByItself(Call call, DeviceState state, boolean events)
      throws InterruptedException {
    Duration patience =
        switch (state) {
          case HANGING -> HANG_TIME;
          case GONE -> LOSS_LIMIT;
          case ANSWERING, GARBAGE, DRIPPING -> PATIENCE;
        };
    long giveUp = System.nanoTime() + patience.toNanos();
    while (call.await(LOOK).isEmpty()) {
      if (System.nanoTime() > giveUp) {
        assertThat(state)
            .as("state in which %s does not end by itself", call)
            .isNotEqualTo(DeviceState.GONE);
        return false;
      }
      if (events) {
        harness.advance(session.fixture().step());
      }
    }
    return true;
  }

  private static boolean isLoss(Call.Outcome outcome) {
    return outcome instanceof Call.Outcome.Threw(DriverException lost)
        && lost.kind() == DriverException.Kind.UNAVAILABLE;
  }

  /// The hardware is well again: the device too, after it was opened anew or asked a few times.
  private void recover(Truth truth) throws Exception {
    session.set(DeviceState.ANSWERING);
    if (!harness.isOpen()) {
      session.reopen();
    }
    if (isEvents()) {
      settleEvents();
    } else {
      settle();
    }
    truth.assertWell("after '" + script + "'", session.collect(HEALTHY_SAMPLES));
  }

  /// The same for a device that speaks by itself: the host opens it again.
  private void settleEvents() throws Exception {
    for (int runs = 1; runs < CALLS_TO_RECOVER_MAX; runs++) {
      try {
        session.collect(1);
        return;
      } catch (DriverException left) {
        session.reopen();
      }
    }
  }

  /// A few calls may still fail of what is left from the fault, such as half an answer.
  private void settle() throws InterruptedException {
    for (int calls = 0; calls < CALLS_TO_RECOVER_MAX; calls++) {
      int before = harness.samples().size();
      session.readFor(1, DriverException.Kind.values());
      if (session.samplesSince(before).stream().anyMatch(EmittedSample::usable)) {
        return;
      }
    }
  }
}
