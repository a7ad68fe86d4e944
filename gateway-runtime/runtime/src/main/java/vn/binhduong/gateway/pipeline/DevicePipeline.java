package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// The steps for one device: judge, derive, condense, report on change; alarms look at all that
/// comes out. Pure: it is given `now`.
///
/// Only whole samples are left out by report-on-change, so a sample that is stored holds everything
/// that was measured at its instant, but for condensed channels.
final class DevicePipeline {
  /// A bin ends by itself this long after its end, so that a vehicle that is told late is in it.
  static final long GRACE_NANOS = 5_000_000_000L;

  /// Periods of one kind that end at once; of a longer silence no more is told.
  private static final int ENDED_MAX = 60;

  private final String id;
  private final DevicePlan plan;
  private final Map<String, Judge> judges = new HashMap<>();
  private final Map<String, Deadband> deadbands = new HashMap<>();
  private final SortedMap<Long, Window> windows = new TreeMap<>();
  private final Map<String, LevelWindow> levels = new LinkedHashMap<>();
  private final List<BinPeriod> bins = new ArrayList<>();
  private final @Nullable AqiHours aqi;
  private final Alarms alarms;
  private final List<Sample> carried;

  /// @param carried samples to give with the next one
  /// @param held codes of the alarms that hold already
  DevicePipeline(
      String id,
      DevicePlan plan,
      List<Sample> carried,
      Set<String> held,
      Consumer<AlarmNews> news) {
    this.id = id;
    this.plan = plan;
    this.carried = new ArrayList<>(carried);
    this.aqi = plan.aqi() == null ? null : new AqiHours(plan.aqi(), plan.every().toNanos());
    this.alarms = new Alarms(id, plan.alarms(), held, news);
    BinSettings settings = plan.bins();
    if (settings != null) {
      for (Duration length : settings.lengths()) {
        bins.add(new BinPeriod(settings, length));
      }
    }
  }

  DevicePlan plan() {
    return plan;
  }

  /// Codes of the alarms that hold.
  Set<String> holding() {
    return alarms.holding();
  }

  /// @param nowNanos monotonic time
  /// @param steadyOffsetNanos steady time since 1970 minus monotonic time
  List<Sample> accept(Sample sample, long nowNanos, long steadyOffsetNanos) {
    long atNanos = sample.at().nanos();
    long steadyNanos = atNanos + steadyOffsetNanos;
    List<Sample> out = new ArrayList<>(carried);
    carried.clear();
    List<Period> periods = new ArrayList<>(windows.values());
    periods.addAll(levels.values());
    periods.addAll(bins);
    if (aqi != null) {
      periods.add(aqi);
    }
    end(periods, steadyNanos, sample.at().boot(), steadyOffsetNanos, out);

    List<Reading> judged = judged(sample, atNanos, nowNanos);
    alarms.look(judged, atNanos, steadyNanos);
    bins.forEach(bin -> bin.add(judged, steadyNanos));
    if (aqi != null) {
      aqi.add(judged, steadyNanos);
    }
    List<Reading> rest = new ArrayList<>(judged.size());
    boolean news = false;
    for (Reading reading : judged) {
      if (!condensed(reading, steadyNanos)) {
        rest.add(reading);
        news |= deadband(reading).isNews(reading, atNanos);
      }
    }
    if (news && !leftOut(judged)) {
      rest.forEach(reading -> deadband(reading).reported(reading, atNanos));
      out.add(new Sample(sample.device(), sample.at(), rest));
    }
    return out;
  }

  /// The readings of the sample, then those computed of them.
  private List<Reading> judged(Sample sample, long atNanos, long nowNanos) {
    List<Reading> judged = new ArrayList<>(sample.readings().size() + 2);
    for (Reading raw : sample.readings()) {
      judged.add(judge(raw).judge(raw, atNanos, nowNanos));
    }
    DerivedSettings derived = plan.derived();
    if (derived != null) {
      Derived.of(
          derived,
          List.copyOf(judged),
          made -> judged.add(judge(made).judge(made, atNanos, nowNanos)));
    }
    return judged;
  }

  private Judge judge(Reading raw) {
    String name = raw.channel().name();
    return judges.computeIfAbsent(name, key -> new Judge(raw.channel(), plan.channel(name)));
  }

  private Deadband deadband(Reading reading) {
    String name = reading.channel().name();
    return deadbands.computeIfAbsent(name, key -> new Deadband(plan.channel(name)));
  }

  /// Takes a reading out of its sample when its channel is told by windows.
  private boolean condensed(Reading reading, long steadyNanos) {
    String name = reading.channel().name();
    ChannelSettings options = plan.channel(name);
    if (options.window() != null) {
      windows.computeIfAbsent(options.window().toNanos(), Window::new).add(reading, steadyNanos);
      return true;
    }
    Duration length = options.levels();
    if (length != null) {
      levels
          .computeIfAbsent(
              name,
              key -> new LevelWindow(reading.channel(), length.toNanos(), plan.every().toNanos()))
          .add(reading, steadyNanos);
      return true;
    }
    return false;
  }

  /// A vehicle that is told by its bins alone. A sample that tells of a fault stays.
  private boolean leftOut(List<Reading> judged) {
    BinSettings settings = plan.bins();
    return settings != null
        && settings.vehicles() == BinSettings.Vehicles.LEAVE_OUT
        && judged.stream().anyMatch(reading -> reading.quality().hasValue());
  }

  /// Ends the bins whose time is over though nothing passed.
  ///
  /// @param works whether the device works now
  List<Sample> tick(BootTime now, long steadyOffsetNanos, boolean works) {
    if (bins.isEmpty()) {
      return List.of();
    }
    List<Sample> out = new ArrayList<>(carried);
    carried.clear();
    long steadyNanos = now.nanos() + steadyOffsetNanos;
    bins.forEach(bin -> bin.look(steadyNanos, works));
    end(List.copyOf(bins), steadyNanos - GRACE_NANOS, now.boot(), steadyOffsetNanos, out);
    return out;
  }

  /// Periods that end together make one sample.
  private void end(
      List<Period> periods, long steadyNanos, UUID boot, long steadyOffsetNanos, List<Sample> out) {
    SortedMap<Long, List<Reading>> ended = new TreeMap<>();
    for (Period period : periods) {
      for (int i = 0; i < ENDED_MAX && period.endsBy(steadyNanos); i++) {
        ended.computeIfAbsent(period.endNanos(), key -> new ArrayList<>()).addAll(period.close());
      }
      if (period instanceof BinPeriod bin && bin.endsBy(steadyNanos)) {
        bin.restart();
      }
    }
    ended.forEach(
        (end, readings) -> {
          BootTime at = new BootTime(boot, Math.max(0, end - steadyOffsetNanos));
          alarms.look(readings, at.nanos(), end);
          out.add(new Sample(id, at, readings));
        });
  }

  /// Closes the open windows at the time of their latest reading, in one sample. Bins and hours
  /// stay open: what they need is in the store.
  List<Sample> flush(BootTime now, long steadyOffsetNanos) {
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
    for (LevelWindow window : levels.values()) {
      if (!window.isEmpty()) {
        lastNanos = Math.max(lastNanos, window.lastNanos() - steadyOffsetNanos);
        readings.addAll(window.close());
      }
    }
    if (!readings.isEmpty()) {
      out.add(new Sample(id, new BootTime(now.boot(), lastNanos), readings));
    }
    return out;
  }

  /// Whether a stored sample is needed again: vehicles of the open bins, measurements of the open
  /// hour, and the means of hours that were told.
  ///
  /// @param steadyNanos its time, since 1970
  /// @param nowNanos the time now, since 1970, steady
  boolean wants(Sample past, long steadyNanos, long nowNanos) {
    return nowNanos - steadyNanos <= plan.memory().toNanos()
        && (bins.stream().anyMatch(bin -> bin.wants(past.readings(), steadyNanos, nowNanos))
            || (aqi != null && aqi.wants(past.readings(), steadyNanos, nowNanos)));
  }

  /// Takes a stored sample again; oldest first, before the first [#accept].
  void recall(Sample past, long steadyNanos, long nowNanos) {
    for (BinPeriod bin : bins) {
      if (bin.wants(past.readings(), steadyNanos, nowNanos)) {
        bin.recall(past.readings(), steadyNanos);
      }
    }
    if (aqi != null) {
      aqi.recall(past.readings(), steadyNanos, nowNanos);
    }
  }

  /// The past ends here; what was between it and now is not known.
  ///
  /// @param nowNanos the time now, since 1970, steady
  void recalled(long nowNanos) {
    bins.forEach(BinPeriod::lose);
    if (aqi != null) {
      aqi.endUntold(nowNanos);
    }
  }
}
