package vn.binhduong.gateway.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.clock.GatewayClock;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// Maps each sample to the samples that are stored: none, one or more.
/// - Readings outside their range become UNCERTAIN_RANGE; too fast, flat or old ones
///   UNCERTAIN_CHANGE. Values are never changed.
/// - A channel with a window is taken out of the samples; when the first sample after the window
///   comes, one sample stamped with the end of the window carries its mean (under the channel's
///   name) and `.min .max .n .sd`. What an open window holds is not yet stored: a power cut loses
///   it.
/// - A sample is left out, before it gets a number, when every channel of it has a deadband, none
///   moved further since its last report, and no heartbeat is due.
///
/// Thread-safe; the samples of one device are given in the order of their times.
public final class Pipeline {
  private final GatewayClock clock;
  private final long steadyOffsetNanos;
  private final Map<String, DevicePipeline> devices = new ConcurrentHashMap<>();
  private volatile Map<String, Map<String, ChannelSettings>> settings;

  /// @param clock aligns the windows and tells the age of readings
  /// @param settings per device id, per channel name; what is missing is [ChannelSettings#NONE]
  public Pipeline(GatewayClock clock, Map<String, Map<String, ChannelSettings>> settings) {
    this.clock = clock;
    this.settings = Map.copyOf(settings);
    BootTime now = clock.now();
    Instant steady = clock.steady(now);
    this.steadyOffsetNanos =
        steady.getEpochSecond() * 1_000_000_000L + steady.getNano() - now.nanos();
  }

  /// Uses other settings from now on. Devices whose settings are the same keep their past; of the
  /// others, open windows are closed and given with their next sample.
  public void apply(Map<String, Map<String, ChannelSettings>> next) {
    settings = Map.copyOf(next);
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

  private DevicePipeline current(String id, @Nullable DevicePipeline before) {
    Map<String, ChannelSettings> wanted = settings.getOrDefault(id, Map.of());
    if (before == null) {
      return new DevicePipeline(wanted, List.of());
    }
    return before.settings().equals(wanted)
        ? before
        : new DevicePipeline(wanted, before.flush(id, clock.now(), steadyOffsetNanos));
  }

  /// Closes all open windows early; their number of readings tells. For a clean stop, after
  /// acquisition has stopped.
  public List<Sample> flush() {
    List<Sample> out = new ArrayList<>();
    for (String id : devices.keySet()) {
      devices.computeIfPresent(
          id,
          (key, device) -> {
            out.addAll(device.flush(key, clock.now(), steadyOffsetNanos));
            return device;
          });
    }
    return out;
  }
}
