package vn.binhduong.gateway.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// The steps for one device: judge, condense, report on change. Pure: it is given `now`.
///
/// Only whole samples are left out by report-on-change, so a sample that is stored holds everything
/// that was measured at its instant, but for condensed channels.
final class DevicePipeline {
  private final Map<String, ChannelSettings> settings;
  private final Map<String, Judge> judges = new HashMap<>();
  private final Map<String, Deadband> deadbands = new HashMap<>();
  private final SortedMap<Long, Window> windows = new TreeMap<>();
  private final List<Sample> carried;

  /// @param settings by channel name; what is missing is [ChannelSettings#NONE]
  /// @param carried samples to give with the next one
  DevicePipeline(Map<String, ChannelSettings> settings, List<Sample> carried) {
    this.settings = settings;
    this.carried = new ArrayList<>(carried);
  }

  Map<String, ChannelSettings> settings() {
    return settings;
  }

  /// @param nowNanos monotonic time
  /// @param steadyOffsetNanos steady time since 1970 minus monotonic time
  List<Sample> accept(Sample sample, long nowNanos, long steadyOffsetNanos) {
    long atNanos = sample.at().nanos();
    long steadyNanos = atNanos + steadyOffsetNanos;
    List<Sample> out = new ArrayList<>(carried);
    carried.clear();
    closeWindows(sample, steadyNanos, steadyOffsetNanos, out);

    List<Reading> rest = new ArrayList<>(sample.readings().size());
    boolean news = false;
    for (Reading raw : sample.readings()) {
      String name = raw.channel().name();
      ChannelSettings options = settings.getOrDefault(name, ChannelSettings.NONE);
      Reading reading =
          judges
              .computeIfAbsent(name, key -> new Judge(raw.channel(), options))
              .judge(raw, atNanos, nowNanos);
      if (options.window() != null) {
        windows.computeIfAbsent(options.window().toNanos(), Window::new).add(reading, steadyNanos);
      } else {
        rest.add(reading);
        news |= deadband(name, options).isNews(reading, atNanos);
      }
    }
    if (news) {
      for (Reading reading : rest) {
        String name = reading.channel().name();
        deadband(name, settings.getOrDefault(name, ChannelSettings.NONE))
            .reported(reading, atNanos);
      }
      out.add(new Sample(sample.device(), sample.at(), rest));
    }
    return out;
  }

  private Deadband deadband(String name, ChannelSettings options) {
    return deadbands.computeIfAbsent(name, key -> new Deadband(options));
  }

  /// Windows of different lengths that end together make one sample.
  private void closeWindows(
      Sample sample, long steadyNanos, long steadyOffsetNanos, List<Sample> out) {
    SortedMap<Long, List<Reading>> ended = new TreeMap<>();
    for (Window window : windows.values()) {
      if (window.endsBy(steadyNanos)) {
        ended.computeIfAbsent(window.endNanos(), key -> new ArrayList<>()).addAll(window.close());
      }
    }
    ended.forEach(
        (end, readings) ->
            out.add(
                new Sample(
                    sample.device(),
                    new BootTime(sample.at().boot(), end - steadyOffsetNanos),
                    readings)));
  }

  /// Closes the open windows at the time of their latest reading, in one sample.
  List<Sample> flush(String device, BootTime now, long steadyOffsetNanos) {
    List<Sample> out = new ArrayList<>(carried);
    carried.clear();
    List<Reading> readings = new ArrayList<>();
    long lastNanos = 0;
    for (Window window : windows.values()) {
      if (!window.isEmpty()) {
        lastNanos = Math.max(lastNanos, window.lastNanos() - steadyOffsetNanos);
        readings.addAll(window.close());
      }
    }
    if (!readings.isEmpty()) {
      out.add(new Sample(device, new BootTime(now.boot(), lastNanos), readings));
    }
    return out;
  }
}
