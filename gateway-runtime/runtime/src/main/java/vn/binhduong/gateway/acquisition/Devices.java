package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.EventDriver;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.driver.PolledDriver;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.health.Component;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// The link and the devices of one [LinkThread]: what is due, and the attempts at it.
///
/// Used by that thread alone, except where said otherwise. Order of things: the link opens before
/// any device on it; a device opens, then is polled on its schedule. A failed attempt gives one
/// sample whose channels are all bad, so that the IOC sees "not measured"; between attempts nothing
/// is emitted.
final class Devices {
  /// Longest time that opening a link may take.
  private static final Duration LINK_DEADLINE = Duration.ofSeconds(10);

  /// Fewest failures in a row, of all devices of a link, that make the link suspect.
  private static final int STRIKES_MIN = 3;

  private final Host host;
  private final LinkThread thread;
  private final @Nullable LinkSpec<?> linkSpec;
  private final @Nullable Component linkHealth;
  private final Map<String, DeviceSlot> slots = new LinkedHashMap<>();
  private final Set<String> silent = new HashSet<>();
  private volatile List<DeviceSpec<?>> wanted;
  private @Nullable List<DeviceSpec<?>> applied;
  private volatile @Nullable Link link;
  private boolean linkHeld;
  private long linkDueNanos;
  private int linkFailures;
  private int strikes;

  Devices(
      Host host, LinkThread thread, @Nullable LinkSpec<?> linkSpec, List<DeviceSpec<?>> wanted) {
    this.host = host;
    this.thread = thread;
    this.linkSpec = linkSpec;
    this.wanted = wanted;
    this.linkHealth = linkSpec == null ? null : host.health().component("link/" + linkSpec.name());
    this.linkDueNanos = host.nanos();
  }

  @Nullable LinkSpec<?> linkSpec() {
    return linkSpec;
  }

  /// Any thread: what is to be read from now on; false when that is the same as before.
  boolean want(List<DeviceSpec<?>> specs) {
    List<DeviceSpec<?>> before = wanted;
    boolean same = before.size() == specs.size();
    for (int i = 0; same && i < specs.size(); i++) {
      same = before.get(i).sameAs(specs.get(i));
    }
    if (!same) {
      wanted = specs;
    }
    return !same;
  }

  /// Any thread: tells the state of the link, if there is one.
  void linkState(HealthState state, String message) {
    if (linkHealth != null) {
      linkHealth.set(state, message);
    }
  }

  /// Takes up what is wanted now.
  void reconcile() {
    List<DeviceSpec<?>> next = wanted;
    if (next.equals(applied)) {
      return;
    }
    Map<String, DeviceSlot> before = new LinkedHashMap<>(slots);
    slots.clear();
    for (DeviceSpec<?> spec : next) {
      DeviceSlot slot = before.get(spec.id());
      if (slot != null && slot.spec.sameAs(spec)) {
        slots.put(spec.id(), slot);
        before.remove(spec.id());
      }
    }
    before.values().forEach(this::closeDriver);
    Map<String, DeviceSlot> kept = new LinkedHashMap<>(slots);
    slots.clear();
    for (DeviceSpec<?> spec : next) {
      DeviceSlot slot = kept.get(spec.id());
      slots.put(spec.id(), slot != null ? slot : take(spec));
    }
    silent.retainAll(slots.keySet());
    applied = next;
  }

  private DeviceSlot take(DeviceSpec<?> spec) {
    BootTime now = host.clock().now();
    Schedule schedule =
        Schedule.aligned(
            now.nanos(), host.clock().wall(now).epochMillis(), spec.every(), spec.phase());
    Component health = host.health().component("device/" + spec.id());
    return new DeviceSlot(spec, schedule, health, now.nanos());
  }

  private boolean linkMissing() {
    return linkSpec != null && link == null;
  }

  /// When there is something to do next, monotonic; `Long.MAX_VALUE` for never.
  long nextNanos() {
    if (linkMissing()) {
      return linkHeld || slots.isEmpty() ? Long.MAX_VALUE : linkDueNanos;
    }
    DeviceSlot next = nextSlot();
    return next == null ? Long.MAX_VALUE : next.dueNanos;
  }

  private @Nullable DeviceSlot nextSlot() {
    DeviceSlot next = null;
    for (DeviceSlot slot : slots.values()) {
      if (!slot.held && (next == null || slot.dueNanos < next.dueNanos)) {
        next = slot;
      }
    }
    return next;
  }

  /// Does what is due.
  void runNext() throws InterruptedException {
    if (nextNanos() > host.nanos()) {
      return;
    }
    try {
      if (linkMissing()) {
        openLink();
      } else {
        DeviceSlot slot = nextSlot();
        if (slot != null) {
          attempt(slot, false);
        }
      }
    } catch (DriverException e) {
      // Told to the health board where it happened.
    }
  }

  /// Polls one device out of turn.
  Sample read(String device) throws DriverException, InterruptedException {
    reconcile();
    DeviceSlot slot = slots.get(device);
    if (slot == null) {
      throw new NoSuchElementException("device %s is not configured".formatted(device));
    }
    if (slot.held || linkHeld) {
      throw DriverException.unavailable("an earlier call to it hangs");
    }
    if (linkMissing()) {
      openLink();
    }
    Sample sample = attempt(slot, true);
    if (sample == null) {
      throw DriverException.unavailable("the poll gave no sample");
    }
    return sample;
  }

  private void openLink() throws DriverException, InterruptedException {
    LinkSpec<?> spec = Objects.requireNonNull(linkSpec);
    try {
      link = thread.guarded("open", null, LINK_DEADLINE, false, null, call -> spec.open());
    } catch (DriverException e) {
      linkFailures++;
      long delayNanos =
          e.kind() == Kind.MISCONFIGURED
              ? host.settings().misconfiguredRetry().toNanos()
              : linkDelayNanos();
      linkDueNanos = host.nanos() + delayNanos;
      countLink(false);
      HealthState state =
          e.kind() == Kind.MISCONFIGURED ? HealthState.MISCONFIGURED : HealthState.UNAVAILABLE;
      linkState(
          state,
          "%s (%d in a row, next attempt in %s)"
              .formatted(e.getMessage(), linkFailures, Backoff.words(delayNanos)));
      for (DeviceSlot slot : slots.values()) {
        lostWithLink(slot, "link %s: %s".formatted(spec.name(), e.getMessage()));
      }
      throw e;
    }
    countLink(true);
    if (linkFailures == 0) {
      linkState(HealthState.OK, "");
    } else {
      linkState(HealthState.UNAVAILABLE, "open again, no device has answered yet");
    }
  }

  private void countLink(boolean success) {
    if (linkHealth == null) {
      return;
    }
    if (success) {
      linkHealth.succeeded();
    } else {
      linkHealth.failed();
    }
  }

  private long linkDelayNanos() {
    return Backoff.linkDelayNanos(
        host.settings(), linkFailures, ThreadLocalRandom.current().nextDouble());
  }

  private void lostWithLink(DeviceSlot slot, String why) {
    if (slot.held) {
      return;
    }
    slot.onSchedule = false;
    slot.dueNanos = host.nanos();
    slot.health.failed();
    giveBad(slot, slot.channels, Quality.BAD_LINK, slot.dueNanos);
    slot.health.set(HealthState.UNAVAILABLE, why);
  }

  /// One attempt at one device; its last sample, null when it gave none.
  private @Nullable Sample attempt(DeviceSlot slot, boolean asked)
      throws DriverException, InterruptedException {
    long startedNanos = host.nanos();
    List<Channel> notMeasured = slot.channels;
    try {
      boolean firstOpen = slot.channels.isEmpty();
      Driver driver = slot.driver;
      if (driver == null) {
        driver = open(slot);
        notMeasured = slot.channels;
        if (firstOpen && !asked && driver instanceof PolledDriver) {
          slot.onSchedule = false;
          slot.schedule(host.nanos());
          slot.health.set(HealthState.STARTING, "open; first poll is due");
          return null;
        }
      }
      switch (driver) {
        case PolledDriver polled -> {
          SampleSink[] sink = new SampleSink[1];
          try {
            return poll(slot, polled, sink);
          } catch (DriverException e) {
            notMeasured = sink[0] == null ? slot.channels : sink[0].missing();
            throw e;
          }
        }
        case EventDriver speaker -> {
          if (asked) {
            slot.dueNanos = host.nanos();
            throw new IllegalStateException(
                "device %s speaks by itself and cannot be asked".formatted(slot.id()));
          }
          throw listen(slot, speaker);
        }
      }
    } catch (DriverException e) {
      failed(slot, e, notMeasured, startedNanos);
      throw e;
    } catch (InterruptedException e) {
      closeDriver(slot);
      slot.onSchedule = false;
      slot.dueNanos = host.nanos();
      throw e;
    }
  }

  private Driver open(DeviceSlot slot) throws DriverException, InterruptedException {
    String linkName = linkSpec == null ? null : linkSpec.name();
    HostContext context =
        new HostContext(
            slot.id(),
            host.clock().driverClock(),
            System.getLogger("device." + slot.id()),
            linkName,
            link);
    Opened opened =
        thread.guarded(
            "open",
            slot,
            slot.spec.deadline(),
            false,
            link,
            call -> Opened.check(slot.spec, slot.spec.open(context)));
    slot.driver = opened.driver();
    slot.channels = opened.info().channels();
    slot.silence = opened.silence();
    host.opened().accept(opened.info());
    return opened.driver();
  }

  private @Nullable Sample poll(DeviceSlot slot, PolledDriver driver, SampleSink[] out)
      throws DriverException, InterruptedException {
    SampleSink sink =
        thread.guarded(
            "poll",
            slot,
            slot.spec.deadline(),
            false,
            link != null ? link : driver,
            call -> {
              SampleSink mine =
                  new SampleSink(call, slot, host.clock(), sample -> give(slot, sample));
              out[0] = mine;
              driver.poll(mine);
              return mine;
            });
    refuseViolation(sink);
    answered(slot);
    slot.schedule(host.nanos());
    return sink.last();
  }

  /// Listens until the device is lost, and tells why.
  private DriverException listen(DeviceSlot slot, EventDriver driver)
      throws DriverException, InterruptedException {
    if (slots.size() > 1) {
      return DriverException.misconfigured(
          "speaks by itself and must own its link alone; on it are %s".formatted(slots.keySet()));
    }
    Duration silence = slot.silence;
    long silenceNanos = silence.toNanos();
    SampleSink sink =
        thread.guarded(
            "run",
            slot,
            silence,
            true,
            link != null ? link : driver,
            call -> {
              Consumer<Sample> heard =
                  sample -> {
                    call.extend(host.nanos() + silenceNanos);
                    answered(slot);
                    give(slot, sample);
                  };
              SampleSink mine = new SampleSink(call, slot, host.clock(), heard);
              driver.run(mine);
              return mine;
            });
    refuseViolation(sink);
    return DriverException.unavailable("run ended although nobody asked for it");
  }

  private static void refuseViolation(SampleSink sink) throws DriverException {
    String violation = sink.violation();
    if (violation != null) {
      throw DriverException.protocol(violation);
    }
  }

  /// The device works, and so does its link.
  private void answered(DeviceSlot slot) {
    slot.succeeded();
    strikes = 0;
    silent.clear();
    if (linkFailures > 0) {
      linkFailures = 0;
      linkState(HealthState.OK, "");
      for (DeviceSlot other : slots.values()) {
        if (other != slot && other.failures > 0 && !other.held) {
          other.dueNanos = Math.min(other.dueNanos, host.nanos());
        }
      }
    }
  }

  private void failed(
      DeviceSlot slot, DriverException failure, List<Channel> notMeasured, long startedNanos) {
    Quality quality =
        switch (failure.kind()) {
          case UNAVAILABLE, PROTOCOL -> Quality.BAD_LINK;
          case MISCONFIGURED -> Quality.BAD_SENSOR;
        };
    giveBad(slot, notMeasured, quality, startedNanos);
    boolean speaking = slot.driver instanceof EventDriver;
    slot.failed(failure, host.settings(), slots.size() > 1, startedNanos, host.nanos());
    if (speaking
        || slot.failures >= DeviceSlot.BREAK_AFTER
        || failure.kind() == Kind.MISCONFIGURED) {
      closeDriver(slot);
    }
    if (failure.kind() == Kind.UNAVAILABLE) {
      strike(slot);
    }
  }

  /// Counts against the link; when none of its devices answers, it is closed and opened again.
  private void strike(DeviceSlot slot) {
    strikes++;
    silent.add(slot.id());
    if (link == null || strikes < Math.max(STRIKES_MIN, slots.size())) {
      return;
    }
    for (DeviceSlot other : slots.values()) {
      if (!other.held && !silent.contains(other.id())) {
        return;
      }
    }
    dropLink();
    linkFailures++;
    strikes = 0;
    silent.clear();
    long delayNanos = linkDelayNanos();
    linkDueNanos = host.nanos() + delayNanos;
    linkState(
        HealthState.UNAVAILABLE,
        "no device on it answers; opening it again in " + Backoff.words(delayNanos));
  }

  private void giveBad(DeviceSlot slot, List<Channel> channels, Quality quality, long atNanos) {
    if (channels.isEmpty()) {
      return;
    }
    long nanos = atNanos >= slot.lastNanos ? atNanos : host.nanos();
    slot.lastNanos = nanos;
    give(
        slot,
        new Sample(
            slot.id(),
            new BootTime(host.clock().now().boot(), nanos),
            channels.stream().map(channel -> channel.bad(quality)).toList()));
  }

  private void give(DeviceSlot slot, Sample sample) {
    slot.health.sampled(1);
    host.samples().accept(sample);
  }

  private void closeDriver(DeviceSlot slot) {
    Driver driver = slot.driver;
    slot.driver = null;
    if (driver != null) {
      thread.guardedClose(slot, "closing device " + slot.id(), driver);
    }
  }

  /// Closes all drivers and the link; they are opened again when due.
  void dropLink() {
    Link open = link;
    link = null;
    for (DeviceSlot slot : slots.values()) {
      closeDriver(slot);
      if (slot.failures == 0) {
        slot.onSchedule = false;
        slot.dueNanos = host.nanos();
      }
    }
    if (open != null) {
      linkDueNanos = host.nanos();
      thread.guardedClose(null, "closing the link", open);
    }
  }

  /// For good.
  void closeAll() {
    slots.values().forEach(this::closeDriver);
    dropLink();
    slots.values().forEach(slot -> slot.health.set(HealthState.CLOSED, ""));
    linkState(HealthState.CLOSED, "");
  }

  /// On the watch, while the thread is being abandoned in a call to `hung` (null for the link):
  /// lets go of everything. The drivers that are still open are the caller's to close, but for that
  /// of `hung`.
  List<Driver> abandon(@Nullable DeviceSlot hung) {
    List<Driver> orphans = new ArrayList<>();
    for (DeviceSlot slot : slots.values()) {
      if (slot.driver != null && slot != hung) {
        orphans.add(slot.driver);
      }
      slot.driver = null;
      if (slot.failures == 0) {
        slot.onSchedule = false;
        slot.dueNanos = host.nanos();
      }
    }
    link = null;
    linkDueNanos = host.nanos();
    if (hung == null) {
      linkHeld = true;
    } else {
      hung.driver = null;
      hung.held = true;
    }
    return orphans;
  }

  /// The thread of a call to this device (null: to the link) was abandoned: says that nothing was
  /// measured.
  void hung(@Nullable DeviceSlot hung) {
    for (DeviceSlot slot : slots.values()) {
      if (hung == null || slot == hung) {
        slot.health.failed();
        giveBad(slot, slot.channels, Quality.BAD_LINK, host.nanos());
      }
    }
  }

  /// An abandoned thread has ended: its device or link may be tried again.
  void release(@Nullable DeviceSlot slot) {
    if (slot == null) {
      linkHeld = false;
      linkDueNanos = host.nanos() + host.settings().retryFirst().toNanos();
    } else {
      slot.held = false;
      slot.onSchedule = false;
      slot.dueNanos = host.nanos() + host.settings().retryFirst().toNanos();
    }
  }
}
