package vn.binhduong.gateway.acquisition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Driver;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.health.Component;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// The devices of one [LinkThread] and what is due next.
///
/// Used by that thread alone, except where said otherwise. Order of things: the link opens before
/// any device on it; a device opens, then is polled on its schedule.
final class Devices {
  private final Host host;
  private final LinkSlot link;
  private final Map<String, DeviceSlot> slots = new LinkedHashMap<>();
  private final Attempts attempts;
  private volatile List<DeviceSpec<?>> wanted;
  private @Nullable List<DeviceSpec<?>> applied;

  Devices(Host host, LinkThread thread, LinkSlot link, List<DeviceSpec<?>> wanted) {
    this.host = host;
    this.link = link;
    this.wanted = wanted;
    this.attempts = new Attempts(host, thread, link, slots);
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
    before.values().forEach(attempts::closeDriver);
    Map<String, DeviceSlot> kept = new LinkedHashMap<>(slots);
    slots.clear();
    for (DeviceSpec<?> spec : next) {
      DeviceSlot slot = kept.get(spec.id());
      slots.put(spec.id(), slot != null ? slot : take(spec));
    }
    link.retain(slots.keySet());
    applied = next;
  }

  private DeviceSlot take(DeviceSpec<?> spec) {
    BootTime now = host.clock().now();
    Schedule schedule =
        Schedule.aligned(
            now.nanos(), host.clock().wall(now).epochMillis(), spec.every(), spec.phase());
    Component health = host.health().component("device/" + spec.id());
    DeviceSlot slot = new DeviceSlot(spec, schedule, health, now.nanos());
    HeldBack held = host.heldBack().remove(spec.id());
    if (held != null) {
      slot.holdBack(held, now.nanos());
    }
    return slot;
  }

  /// When there is something to do next, monotonic; `Long.MAX_VALUE` for never.
  long nextNanos() {
    if (link.missing()) {
      return slots.isEmpty() ? Long.MAX_VALUE : link.dueNanos();
    }
    DeviceSlot next = nextSlot();
    return next == null ? Long.MAX_VALUE : next.dueNanos();
  }

  private @Nullable DeviceSlot nextSlot() {
    DeviceSlot next = null;
    for (DeviceSlot slot : slots.values()) {
      if (!slot.held && (next == null || slot.dueNanos() < next.dueNanos())) {
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
      if (link.missing()) {
        attempts.openLink();
      } else {
        DeviceSlot slot = nextSlot();
        if (slot != null) {
          attempts.attempt(slot, false);
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
    if (slot.held || link.held()) {
      throw DriverException.unavailable("an earlier call to it hangs");
    }
    slot.letGo();
    if (link.missing()) {
      attempts.openLink();
    }
    Sample sample = attempts.attempt(slot, true);
    if (sample == null) {
      throw DriverException.unavailable("the poll gave no sample");
    }
    return sample;
  }

  /// Closes a device and leaves it alone for a while.
  void holdBack(String device, HeldBack how) {
    DeviceSlot slot = slots.get(device);
    if (slot != null && !slot.held) {
      attempts.closeDriver(slot);
      slot.health.failed();
      attempts.giveBad(slot, slot.channels, Quality.BAD_SENSOR, host.nanos());
      slot.holdBack(how, host.nanos());
    }
  }

  /// Any thread: their ids.
  Set<String> ids() {
    return wanted.stream().map(DeviceSpec::id).collect(Collectors.toUnmodifiableSet());
  }

  /// Closes all drivers and the link; they are opened again when due.
  void dropLink() {
    attempts.dropLink();
  }

  /// For good.
  void closeAll() {
    slots.values().forEach(attempts::closeDriver);
    attempts.dropLink();
    slots.values().forEach(slot -> slot.health.set(HealthState.CLOSED, ""));
    link.state(HealthState.CLOSED, "");
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
    link.abandon(hung == null);
    if (hung != null) {
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
        attempts.giveBad(slot, slot.channels, Quality.BAD_LINK, host.nanos());
      }
    }
  }

  /// An abandoned thread has ended: its device or link may be tried again.
  void release(@Nullable DeviceSlot slot) {
    if (slot == null) {
      link.release();
    } else {
      slot.held = false;
      slot.onSchedule = false;
      slot.dueNanos = host.nanos() + host.settings().retryFirst().toNanos();
    }
  }
}
