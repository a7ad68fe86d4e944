package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.Link;
import vn.binhduong.gateway.health.Component;
import vn.binhduong.gateway.health.HealthState;

/// What is known of the link of one [LinkThread]: whether it is open, how it fared, when it is to
/// be opened again. For a thread without a link it is always there and never does anything.
///
/// Used by that thread alone, except where said otherwise.
final class LinkSlot {
  /// Longest time that opening a link may take.
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /// Fewest failures in a row, of all devices of a link, that make the link suspect.
  private static final int STRIKES_MIN = 3;

  private final Host host;
  private final @Nullable LinkSpec<?> spec;
  private final @Nullable Component health;
  private final Set<String> silent = new HashSet<>();
  private volatile @Nullable Link link;

  /// A thread abandoned in a call to the link has not ended yet: the link is left alone.
  private boolean held;

  private long dueNanos;
  private int failures;
  private int strikes;

  LinkSlot(Host host, @Nullable LinkSpec<?> spec) {
    this.host = host;
    this.spec = spec;
    this.health = spec == null ? null : host.health().component("link/" + spec.name());
    this.dueNanos = host.nanos();
  }

  @Nullable LinkSpec<?> spec() {
    return spec;
  }

  /// Its name, null for a thread without a link.
  @Nullable String name() {
    return spec == null ? null : spec.name();
  }

  /// The open link, null when there is none.
  @Nullable Link link() {
    return link;
  }

  /// Whether it must be opened before anything can be done.
  boolean missing() {
    return spec != null && link == null;
  }

  boolean held() {
    return held;
  }

  /// When it is to be opened, `Long.MAX_VALUE` for never.
  long dueNanos() {
    return held ? Long.MAX_VALUE : dueNanos;
  }

  /// Any thread: tells its state, if there is a link.
  void state(HealthState state, String message) {
    if (health != null) {
      health.set(state, message);
    }
  }

  /// Opens it; a failure is told, counted and thrown.
  void open(LinkThread thread) throws DriverException, InterruptedException {
    LinkSpec<?> wanted = Objects.requireNonNull(spec);
    Component told = Objects.requireNonNull(health);
    try {
      link = thread.guarded("open", null, DEADLINE, false, null, call -> wanted.open());
    } catch (DriverException e) {
      failures++;
      told.failed();
      long delayNanos =
          e.kind() == Kind.MISCONFIGURED
              ? host.settings().misconfiguredRetry().toNanos()
              : delayNanos();
      dueNanos = host.nanos() + delayNanos;
      told.set(
          Overdue.is(e)
              ? HealthState.STUCK
              : e.kind() == Kind.MISCONFIGURED
                  ? HealthState.MISCONFIGURED
                  : HealthState.UNAVAILABLE,
          "%s (%d in a row, next attempt in %s)"
              .formatted(e.getMessage(), failures, Backoff.words(delayNanos)));
      throw e;
    }
    told.succeeded();
    if (failures == 0) {
      told.set(HealthState.OK, "");
    } else {
      told.set(HealthState.UNAVAILABLE, "open again, no device has answered yet");
    }
  }

  private long delayNanos() {
    return Backoff.linkDelayNanos(
        host.settings(), failures, ThreadLocalRandom.current().nextDouble());
  }

  /// A device on it answered; says whether it had not worked before.
  boolean answered() {
    strikes = 0;
    silent.clear();
    if (failures == 0) {
      return false;
    }
    failures = 0;
    state(HealthState.OK, "");
    return true;
  }

  /// A device on it did not answer; says whether the link itself is suspect now, because none of
  /// its devices does.
  boolean strike(String device, Collection<DeviceSlot> devices) {
    strikes++;
    silent.add(device);
    if (link == null || strikes < Math.max(STRIKES_MIN, devices.size())) {
      return false;
    }
    return devices.stream()
        .allMatch(other -> other.leftAlone(host.nanos()) || silent.contains(other.id()));
  }

  /// It was closed because none of its devices answers: it is opened again after a wait.
  void suspect() {
    failures++;
    strikes = 0;
    silent.clear();
    long delayNanos = delayNanos();
    dueNanos = host.nanos() + delayNanos;
    state(
        HealthState.UNAVAILABLE,
        "no device on it answers; opening it again in " + Backoff.words(delayNanos));
  }

  /// Devices that are no longer there do not count any more.
  void retain(Set<String> devices) {
    silent.retainAll(devices);
  }

  /// Lets go of the open link, which is the caller's to close; it may be opened again at once.
  @Nullable Link letGo() {
    Link open = link;
    link = null;
    if (open != null) {
      dueNanos = host.nanos();
    }
    return open;
  }

  /// On the watch: the thread was abandoned, in a call to the link itself or not.
  void abandon(boolean hung) {
    link = null;
    dueNanos = host.nanos();
    held |= hung;
  }

  /// The call to the link in which a thread was abandoned has ended.
  void release() {
    held = false;
    dueNanos = host.nanos() + host.settings().retryFirst().toNanos();
  }
}
