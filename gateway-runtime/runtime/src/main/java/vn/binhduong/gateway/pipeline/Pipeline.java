package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// Maps each sample to the samples that are stored: none, one or more.
/// - Readings outside their range become UNCERTAIN_RANGE; too fast, flat or old ones
///   UNCERTAIN_CHANGE. Values are never changed.
/// - Channels that are computed of others of the sample are added to it.
/// - A channel with a window is taken out of the samples; when the first sample after the window
///   comes, one sample stamped with the end of the window carries its mean (under the channel's
///   name) and `.min .max .n .sd`, or of a sound level its LAeq and percentiles. What an open
///   window holds is not yet stored: a power cut loses it.
/// - Traffic bins and the air quality index are samples stamped with the end of the bin or hour.
/// - A sample is left out, before it gets a number, when every channel of it has a deadband, none
///   moved further since its last report, and no heartbeat is due.
/// - Alarms look at everything that comes out, and are told to a function.
///
/// Thread-safe; the samples of one device are given in the order of their times.
public final class Pipeline {
  private final GatewayClock clock;
  private final long steadyOffsetNanos;
  private final Consumer<AlarmNews> news;
  private final Map<String, Set<String>> held;
  private final Map<String, DevicePipeline> devices = new ConcurrentHashMap<>();
  private volatile Map<String, DevicePlan> plans;

  /// @param clock aligns the windows and tells the age of readings
  /// @param plans by device id
  /// @param held codes of the alarms that held when the process before this one ended, by device
  /// @param news is told when an alarm begins or ends, before the sample that it comes from is
  ///   given; must not call back
  public Pipeline(
      GatewayClock clock,
      Map<String, DevicePlan> plans,
      Map<String, Set<String>> held,
      Consumer<AlarmNews> news) {
    this.clock = clock;
    this.plans = Map.copyOf(plans);
    this.held = Map.copyOf(held);
    this.news = news;
    BootTime now = clock.now();
    Instant steady = clock.steady(now);
    this.steadyOffsetNanos =
        steady.getEpochSecond() * 1_000_000_000L + steady.getNano() - now.nanos();
  }

  /// Uses other plans from now on. Devices whose plan is the same keep their past; of the others,
  /// open windows are closed and given with their next sample, open bins and hours are dropped.
  public void apply(Map<String, DevicePlan> next) {
    plans = Map.copyOf(next);
  }

  /// Takes one sample.
  ///
  /// @return what is to be stored, in order
  public List<Sample> accept(Sample sample) {
    List<Sample> out = new ArrayList<>();
    devices.compute(
        sample.device(),
        (id, before) -> {
          DevicePipeline device = current(id, before);
          out.addAll(device.accept(sample, clock.now().nanos(), steadyOffsetNanos));
          return device;
        });
    return out;
  }

  /// Ends what is over though no sample came; once a second.
  ///
  /// @param works whether a device works now
  /// @return what is to be stored, in order
  public List<Sample> tick(Predicate<String> works) {
    List<Sample> out = new ArrayList<>();
    plans.forEach(
        (id, plan) -> {
          if (plan.bins() != null) {
            devices.compute(
                id,
                (key, before) -> {
                  DevicePipeline device = current(key, before);
                  out.addAll(device.tick(clock.now(), steadyOffsetNanos, works.test(key)));
                  return device;
                });
          }
        });
    return out;
  }

  private DevicePipeline current(String id, @Nullable DevicePipeline before) {
    DevicePlan wanted = plans.getOrDefault(id, DevicePlan.NONE);
    if (before == null) {
      return new DevicePipeline(id, wanted, List.of(), held.getOrDefault(id, Set.of()), news);
    }
    return before.plan().equals(wanted)
        ? before
        : new DevicePipeline(
            id, wanted, before.flush(clock.now(), steadyOffsetNanos), before.holding(), news);
  }

  /// The devices that need their past after a restart, and how much of it.
  public Map<String, Duration> memory() {
    Map<String, Duration> memory = new HashMap<>();
    plans.forEach(
        (id, plan) -> {
          if (plan.memory().isPositive()) {
            memory.put(id, plan.memory());
          }
        });
    return memory;
  }

  /// Gives the past: stored samples, oldest first. Once, before the first sample; what is not
  /// needed is passed over.
  ///
  /// @param past samples by their time, as the steady clock would have told it
  public void recall(Past past) {
    for (String id : memory().keySet()) {
      devices.computeIfAbsent(id, key -> current(key, null));
    }
    BootTime now = clock.now();
    long nowNanos = now.nanos() + steadyOffsetNanos;
    Map<String, DevicePipeline> remembering = new TreeMap<>(devices);
    past.read(
        (sample, steadyNanos) -> {
          DevicePipeline device = remembering.get(sample.device());
          return device != null && device.wants(sample, steadyNanos, nowNanos);
        },
        (sample, steadyNanos) -> {
          DevicePipeline device = remembering.get(sample.device());
          if (device != null) {
            device.recall(sample, steadyNanos, nowNanos);
          }
        });
    remembering.values().forEach(device -> device.recalled(nowNanos));
  }

  /// Reads what was stored.
  public interface Past {
    /// @param wanted which samples, with their steady time since 1970 in nanoseconds
    /// @param visitor is given them, oldest first
    void read(Wanted wanted, Visitor visitor);
  }

  /// Chooses stored samples.
  public interface Wanted {
    /// @param steadyNanos steady time since 1970
    boolean test(Sample sample, long steadyNanos);
  }

  /// Takes stored samples.
  public interface Visitor {
    /// @param steadyNanos steady time since 1970
    void accept(Sample sample, long steadyNanos);
  }

  /// Closes all open windows early; their number of readings tells. For a clean stop, after
  /// acquisition has stopped.
  public List<Sample> flush() {
    List<Sample> out = new ArrayList<>();
    for (String id : devices.keySet()) {
      devices.computeIfPresent(
          id,
          (key, device) -> {
            out.addAll(device.flush(clock.now(), steadyOffsetNanos));
            return device;
          });
    }
    return out;
  }
}
