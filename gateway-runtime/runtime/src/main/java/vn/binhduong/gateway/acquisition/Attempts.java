package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// The attempts at the link and the devices of one [LinkThread]: opening, polling, listening,
/// closing, and what follows from their failing.
///
/// Used by that thread alone. A failed attempt gives one sample whose channels are all bad, so that
/// the IOC sees "not measured"; between attempts nothing is emitted.
final class Attempts {
  private final Host host;
  private final LinkThread thread;
  private final LinkSlot link;
  private final Map<String, DeviceSlot> slots;

  /// @param slots the devices on the link at any time, by id
  Attempts(Host host, LinkThread thread, LinkSlot link, Map<String, DeviceSlot> slots) {
    this.host = host;
    this.thread = thread;
    this.link = link;
    this.slots = slots;
  }

  /// Opens the link; where it cannot be had, its devices are told so.
  void openLink() throws DriverException, InterruptedException {
    try {
      link.open(thread);
    } catch (DriverException e) {
      for (DeviceSlot slot : slots.values()) {
        lostWithLink(slot, "link %s: %s".formatted(link.name(), e.getMessage()));
      }
      throw e;
    }
  }

  private void lostWithLink(DeviceSlot slot, String why) {
    if (slot.leftAlone(host.nanos())) {
      return;
    }
    slot.onSchedule = false;
    slot.dueNanos = host.nanos();
    slot.health.failed();
    giveBad(slot, slot.channels, Quality.BAD_LINK, slot.dueNanos);
    slot.health.set(HealthState.UNAVAILABLE, why);
  }

  /// One attempt at one device; its last sample, null when it gave none.
  @Nullable Sample attempt(DeviceSlot slot, boolean asked)
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
          slot.opened("open; first poll in ", slot.dueNanos - host.nanos());
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
          if (firstOpen && !asked) {
            slot.opened("open; it speaks by itself, within ", slot.silence.toNanos());
          }
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
    HostContext context =
        new HostContext(
            slot.id(),
            host.clock().driverClock(),
            System.getLogger("device." + slot.id()),
            link.name(),
            link.link(),
            host.memory());
    Opened opened =
        thread.guarded(
            "open",
            slot,
            slot.spec.deadline(),
            false,
            link.link(),
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
            lever(driver),
            call -> {
              SampleSink mine =
                  new SampleSink(call, slot, host.clock(), sample -> give(slot, sample));
              out[0] = mine;
              driver.poll(mine);
              return mine;
            });
    refuseViolation(sink);
    if (slot.threads.size() > DriverThreads.DEVICE_MAX
        && slot.threadsAlive() > DriverThreads.DEVICE_MAX) {
      closeDriver(slot);
      throw DriverException.protocol(
          "its driver runs %d threads, at most %d are allowed"
              .formatted(slot.threads.size(), DriverThreads.DEVICE_MAX));
    }
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
            lever(driver),
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

  /// What ends a call to a driver when it is closed from outside.
  private AutoCloseable lever(Driver driver) {
    Link open = link.link();
    return open != null ? open : driver;
  }

  /// The device works, and so does its link.
  private void answered(DeviceSlot slot) {
    slot.succeeded();
    if (link.answered()) {
      for (DeviceSlot other : slots.values()) {
        if (other != slot && other.failures > 0 && !other.leftAlone(host.nanos())) {
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
    if (failure.kind() == Kind.UNAVAILABLE && link.strike(slot.id(), slots.values())) {
      dropLink();
      link.suspect();
    }
  }

  /// Gives on that nothing was measured.
  void giveBad(DeviceSlot slot, List<Channel> channels, Quality quality, long atNanos) {
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

  /// Closes its driver, if it is open.
  void closeDriver(DeviceSlot slot) {
    Driver driver = slot.driver;
    slot.driver = null;
    if (driver != null) {
      thread.guardedClose(slot, "closing device " + slot.id(), driver);
    }
  }

  /// Closes all drivers and the link; they are opened again when due.
  void dropLink() {
    Link open = link.letGo();
    for (DeviceSlot slot : slots.values()) {
      closeDriver(slot);
      if (slot.failures == 0) {
        slot.onSchedule = false;
        slot.dueNanos = host.nanos();
      }
    }
    if (open != null) {
      thread.guardedClose(null, "closing the link", open);
    }
  }
}
