package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// One device's pipeline whose monotonic time is steady time since `begin`.
final class EdgeSteps {
  static final long SECOND = 1_000_000_000L;
  private static final UUID BOOT = new UUID(1, 2);

  final List<AlarmNews> news = new ArrayList<>();
  final DevicePipeline pipeline;
  private final long offsetNanos;

  EdgeSteps(Instant begin, DevicePlan plan) {
    this(begin, plan, Set.of());
  }

  EdgeSteps(Instant begin, DevicePlan plan, Set<String> held) {
    this.pipeline = new DevicePipeline("d1", plan, List.of(), held, news::add);
    this.offsetNanos = begin.getEpochSecond() * SECOND;
  }

  static DevicePlan plan(
      Duration every,
      Map<String, ChannelSettings> channels,
      @Nullable DerivedSettings derived,
      @Nullable BinSettings bins,
      @Nullable AqiSettings aqi,
      Map<String, AlarmSettings> alarms) {
    return new DevicePlan(every, channels, derived, bins, aqi, alarms);
  }

  /// Takes a sample, seconds after the begin.
  List<Sample> at(double seconds, Reading... readings) {
    Sample sample = sample(seconds, readings);
    return pipeline.accept(sample, sample.at().nanos(), offsetNanos);
  }

  static Sample sample(double seconds, Reading... readings) {
    return new Sample("d1", new BootTime(BOOT, (long) (seconds * SECOND)), List.of(readings));
  }

  List<Sample> tick(double seconds, boolean works) {
    return pipeline.tick(new BootTime(BOOT, (long) (seconds * SECOND)), offsetNanos, works);
  }

  void recall(double seconds, double nowSeconds, Reading... readings) {
    Sample past = sample(seconds, readings);
    long steadyNanos = past.at().nanos() + offsetNanos;
    long nowNanos = (long) (nowSeconds * SECOND) + offsetNanos;
    if (pipeline.wants(past, steadyNanos, nowNanos)) {
      pipeline.recall(past, steadyNanos, nowNanos);
    }
  }

  void recalled(double nowSeconds) {
    pipeline.recalled((long) (nowSeconds * SECOND) + offsetNanos);
  }

  /// `name value` or `name QUALITY` of every reading of a sample that is not plain good.
  static List<String> words(Sample sample) {
    return sample.readings().stream().map(EdgeSteps::word).toList();
  }

  static String word(Reading reading) {
    String name = reading.channel().name();
    return switch (reading.quality()) {
      case GOOD -> name + " " + reading.value();
      case UNCERTAIN_RANGE, UNCERTAIN_CHANGE, CALIBRATING ->
          name + " " + reading.value() + " " + reading.quality();
      case BAD_SENSOR, BAD_LINK -> name + " " + reading.quality();
    };
  }

  static double value(Sample sample, String name) {
    Reading reading = Derived.find(sample.readings(), name);
    if (reading == null) {
      throw new AssertionError("no " + name + " in " + words(sample));
    }
    return reading.value();
  }
}
