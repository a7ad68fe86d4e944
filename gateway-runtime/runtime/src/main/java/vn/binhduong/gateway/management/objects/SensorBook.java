package vn.binhduong.gateway.management.objects;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockState;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;

/// What every channel measured last, the extremes since the start or the last reset, how much rain
/// fell and how many vehicles passed since then. Holds one entry a channel, nothing of the past.
///
/// Thread-safe; taking a sample never waits for more than a reader's copy of one entry.
final class SensorBook {
  /// Entries kept at most; channels beyond it are not shown. The configuration allows 256 devices.
  static final int CHANNELS_MAX = 4096;

  private record Key(String device, String channel) {}

  private final Function<BootTime, WallTime> wall;
  private final ZoneId zone;
  private final Map<Key, Entry> entries = new HashMap<>();
  private final Map<String, BootTime> lastSamples = new HashMap<>();

  /// @param wall the wall time of a sample, as known now
  /// @param zone where a day begins
  SensorBook(Function<BootTime, WallTime> wall, ZoneId zone) {
    this.wall = wall;
    this.zone = zone;
  }

  /// What is known of a channel.
  ///
  /// @param channel what it measures
  /// @param value in the unit of the channel; NaN if and only if the quality is bad
  /// @param quality how far it can be trusted
  /// @param at when it was measured
  /// @param min least good value since the start or reset; null before the first
  /// @param max greatest good value since then; null before the first
  /// @param sinceReset what a total has grown by since the start or reset; null before the first
  /// @param resetAt when the total was set to zero by a reset; null when it never was
  /// @param vehicles by DATEX II code; empty unless the channel is a vehicle class
  record Known(
      Channel channel,
      double value,
      Quality quality,
      BootTime at,
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double sinceReset,
      @Nullable BootTime resetAt,
      Map<Integer, Passed> vehicles) {}

  /// Vehicles of one type.
  ///
  /// @param total since the start or the last reset
  /// @param today since midnight, as far as the gateway has been running; 0 on another day
  record Passed(long total, long today) {}

  private static final class Entry {
    private Reading reading;
    private BootTime at;
    private @Nullable Double min;
    private @Nullable Double max;
    private @Nullable Double base;
    private @Nullable Double raw;
    private @Nullable BootTime resetAt;
    private @Nullable LocalDate day;
    private final Map<Integer, Passed> vehicles = new TreeMap<>();

    private Entry(Reading reading, BootTime at) {
      this.reading = reading;
      this.at = at;
    }
  }

  /// Takes what a device measured.
  synchronized void accept(Sample sample) {
    if (lastSamples.size() < CHANNELS_MAX || lastSamples.containsKey(sample.device())) {
      lastSamples.put(sample.device(), sample.at());
    }
    for (Reading reading : sample.readings()) {
      Key key = new Key(sample.device(), reading.channel().name());
      Entry entry = entries.get(key);
      if (entry == null) {
        if (entries.size() >= CHANNELS_MAX) {
          continue;
        }
        entry = new Entry(reading, sample.at());
        entries.put(key, entry);
      }
      entry.reading = reading;
      entry.at = sample.at();
      // Extremes and totals have no quality of their own: what is doubtful must not stay in them.
      if (reading.quality() == Quality.GOOD) {
        widen(entry, reading.value());
        grow(entry, reading.value(), sample.at());
      }
      if (measured(reading) && SensorMap.isVehicleClass(reading.channel())) {
        count(entry, Vehicles.datex(reading.value()), sample.at());
      }
    }
  }

  /// A value of the surroundings: not a missing one, nor one of a calibration.
  private static boolean measured(Reading reading) {
    return reading.quality().hasValue() && reading.quality() != Quality.CALIBRATING;
  }

  private static void widen(Entry entry, double value) {
    Double min = entry.min;
    Double max = entry.max;
    entry.min = min == null ? value : Math.min(min, value);
    entry.max = max == null ? value : Math.max(max, value);
  }

  /// A total that falls was reset by the instrument itself, or the instrument is another: what is
  /// known is what it grows by from here on.
  private static void grow(Entry entry, double value, BootTime at) {
    Double raw = entry.raw;
    if (entry.base == null) {
      entry.base = value;
    } else if (raw != null && value < raw) {
      entry.base = value;
      entry.resetAt = at;
    }
    entry.raw = value;
  }

  private void count(Entry entry, int type, BootTime at) {
    LocalDate today = day(at);
    if (today != null && !today.equals(entry.day)) {
      entry.vehicles.replaceAll((code, passed) -> new Passed(passed.total(), 0));
      entry.day = today;
    }
    entry.vehicles.merge(type, new Passed(1, 1), SensorBook::sum);
    entry.vehicles.merge(Vehicles.ANY, new Passed(1, 1), SensorBook::sum);
  }

  private static Passed sum(Passed a, Passed b) {
    return new Passed(a.total() + b.total(), a.today() + b.today());
  }

  /// The day of an instant; null while the clock is not set.
  private @Nullable LocalDate day(BootTime at) {
    WallTime time = wall.apply(at);
    return time.state() == ClockState.UNSYNCED
        ? null
        : Instant.ofEpochMilli(time.epochMillis()).atZone(zone).toLocalDate();
  }

  /// What is known of a channel; null before its first sample.
  ///
  /// @param now for what is counted by day
  synchronized @Nullable Known find(String device, String channel, BootTime now) {
    Entry entry = entries.get(new Key(device, channel));
    if (entry == null) {
      return null;
    }
    Double base = entry.base;
    Double raw = entry.raw;
    Map<Integer, Passed> vehicles = new TreeMap<>(entry.vehicles);
    LocalDate today = day(now);
    if (today == null || !today.equals(entry.day)) {
      vehicles.replaceAll((code, passed) -> new Passed(passed.total(), 0));
    }
    return new Known(
        entry.reading.channel(),
        entry.reading.value(),
        entry.reading.quality(),
        entry.at,
        entry.min,
        entry.max,
        base == null || raw == null ? null : raw - base,
        entry.resetAt,
        vehicles);
  }

  /// Sets least and greatest value to the present one; without a good one there are none.
  synchronized void resetExtremes(String device, String channel) {
    Entry entry = entries.get(new Key(device, channel));
    if (entry != null) {
      Double present = entry.reading.quality() == Quality.GOOD ? entry.reading.value() : null;
      entry.min = present;
      entry.max = present;
    }
  }

  /// Sets the total, and the counts of vehicles, to zero.
  synchronized void resetTotal(String device, String channel, BootTime now) {
    Entry entry = entries.get(new Key(device, channel));
    if (entry != null) {
      entry.base = entry.raw;
      entry.resetAt = now;
      entry.vehicles.replaceAll((code, passed) -> new Passed(0, passed.today()));
    }
  }

  /// Forgets a device that is no longer configured.
  synchronized void forget(String device) {
    entries.keySet().removeIf(key -> key.device().equals(device));
    lastSamples.remove(device);
  }

  /// When a device last measured; null before its first sample and while the clock is not set.
  synchronized @Nullable Instant lastSample(String device) {
    BootTime at = lastSamples.get(device);
    return at == null ? null : time(at);
  }

  /// Wall time of a sample as known now; null while the clock is not set.
  @Nullable Instant time(BootTime at) {
    WallTime time = wall.apply(at);
    return time.state() == ClockState.UNSYNCED ? null : Instant.ofEpochMilli(time.epochMillis());
  }
}
