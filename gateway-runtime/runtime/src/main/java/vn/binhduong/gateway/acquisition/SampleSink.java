package vn.binhduong.gateway.acquisition;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.ReadingSink;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// Takes the samples of one call and refuses what breaks the rules of [ReadingSink]. A violation is
/// remembered, so that it counts even where the driver swallows the exception.
final class SampleSink implements ReadingSink {
  private final Call call;
  private final DeviceSlot slot;
  private final GatewayClock clock;
  private final Consumer<Sample> samples;
  private final Set<Channel> emitted = new HashSet<>();
  private @Nullable Sample last;
  private @Nullable String violation;

  SampleSink(Call call, DeviceSlot slot, GatewayClock clock, Consumer<Sample> samples) {
    this.call = call;
    this.slot = slot;
    this.clock = clock;
    this.samples = samples;
  }

  @Override
  public void emit(Instant at, List<Reading> readings) {
    if (!call.mine() || !call.running()) {
      throw new IllegalStateException(
          "device %s: emit is for the thread and the time of the call it was given to"
              .formatted(slot.id()));
    }
    BootTime time = check(at, readings);
    Sample sample = new Sample(slot.id(), time, readings);
    slot.lastNanos = time.nanos();
    last = sample;
    for (Reading reading : readings) {
      emitted.add(reading.channel());
    }
    samples.accept(sample);
  }

  private BootTime check(Instant at, List<Reading> readings) {
    if (readings.isEmpty()) {
      throw violated("emitted a sample without readings");
    }
    Set<Channel> seen = HashSet.newHashSet(readings.size());
    for (Reading reading : readings) {
      Channel channel = reading.channel();
      if (!slot.channels.contains(channel)) {
        throw violated(
            "emitted channel '%s' [%s], which it did not declare; declared: %s"
                .formatted(
                    channel.name(),
                    channel.unit(),
                    slot.channels.stream().map(Channel::name).toList()));
      }
      if (!seen.add(channel)) {
        throw violated("emitted channel '%s' twice in one sample".formatted(channel.name()));
      }
    }
    BootTime time;
    try {
      time = clock.of(at);
    } catch (IllegalArgumentException e) {
      throw violated("emitted a sample with a wrong time: " + e.getMessage());
    }
    long ahead = time.nanos() - clock.now().nanos();
    if (ahead > 0) {
      throw violated("emitted a sample of %s, which lies %d ns in the future".formatted(at, ahead));
    }
    if (time.nanos() < slot.lastNanos) {
      throw violated(
          "emitted a sample of %s, which lies %d ns before the one it emitted last"
              .formatted(at, slot.lastNanos - time.nanos()));
    }
    return time;
  }

  private IllegalArgumentException violated(String rule) {
    if (violation == null) {
      violation = rule;
    }
    return new IllegalArgumentException("device %s: %s".formatted(slot.id(), rule));
  }

  /// The first rule that was broken, null when none was.
  @Nullable String violation() {
    return violation;
  }

  /// The latest sample taken, null when none was.
  @Nullable Sample last() {
    return last;
  }

  /// The declared channels of which nothing came.
  List<Channel> missing() {
    return slot.channels.stream().filter(channel -> !emitted.contains(channel)).toList();
  }
}
