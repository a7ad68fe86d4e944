package vn.binhduong.gateway.pipeline;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.pipeline.AqiTableSettings.Version;

/// The hourly means of the pollutants of one device, and the index of every hour and day.
///
/// Invariants:
/// - An hour has a mean when usable readings lie in three quarters of its minutes (of its polls,
///   where they are rarer), else its mean is bad, and no index is made of it.
/// - At most [VnAqi#HOURS_MAX] hours are kept.
/// - An hour that was stored before a restart counts as it was told then.
final class AqiHours implements Period {
  static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final long SLOT_MIN_NANOS = 60_000_000_000L;
  private static final double INDEX_MAX = 500;

  private final AqiSettings settings;
  private final long slotNanos;
  private final int slots;
  private final Map<Pollutant, Hour> open = new EnumMap<>(Pollutant.class);

  /// Means by the hours since 1970 at their end.
  private final Map<Pollutant, NavigableMap<Long, Reading>> means = new EnumMap<>(Pollutant.class);

  private boolean begun;
  private long endNanos;

  AqiHours(AqiSettings settings, long everyNanos) {
    this.settings = settings;
    this.slotNanos = Math.clamp(everyNanos, SLOT_MIN_NANOS, HOUR_NANOS);
    this.slots = (int) (HOUR_NANOS / slotNanos);
    for (Pollutant pollutant : Pollutant.values()) {
      if (settings.channels().containsKey(pollutant.key())) {
        open.put(pollutant, new Hour());
        means.put(pollutant, new TreeMap<>());
      }
    }
  }

  /// The readings of one pollutant in the open hour.
  private static final class Hour {
    private double sum;
    private long n;
    private long usedSlots;
    private long goodSlots;
    private Quality bad = Quality.BAD_LINK;

    void clear() {
      sum = 0;
      n = 0;
      usedSlots = 0;
      goodSlots = 0;
      bad = Quality.BAD_LINK;
    }
  }

  static Channel mean(Pollutant pollutant) {
    return micrograms(pollutant.key() + "_1h", pollutant.label() + ", mean of the hour");
  }

  private static Channel dayMean(Pollutant pollutant) {
    return micrograms(pollutant.key() + "_24h", pollutant.label() + ", mean of the local day");
  }

  private static Channel nowCast(Pollutant pollutant) {
    return micrograms(pollutant.key() + "_nowcast", pollutant.label() + ", NowCast of 12 hours");
  }

  private static final Channel OZONE_8H = micrograms("o3_8h", "O3, mean of 8 hours");

  private static Channel micrograms(String name, String doc) {
    return new Channel(name, Unit.MICROGRAM_PER_CUBIC_METRE, 0, 200_000, doc);
  }

  private static Channel index(String name, String doc) {
    return new Channel(name, Unit.RATIO, 0, INDEX_MAX, doc + ", chỉ số tham khảo (ước tính)");
  }

  private static final Channel HOURLY = index("aqi", "VN_AQI giờ");
  private static final Channel DAILY = index("aqi_day", "VN_AQI ngày");

  private static Channel hourly(Pollutant pollutant) {
    return index("aqi_" + pollutant.key(), "VN_AQI giờ, " + pollutant.label());
  }

  private static Channel daily(Pollutant pollutant) {
    return index("aqi_day_" + pollutant.key(), "VN_AQI ngày, " + pollutant.label());
  }

  static List<Channel> announced(AqiSettings settings) {
    List<Channel> channels = new ArrayList<>(List.of(HOURLY, DAILY));
    for (Pollutant pollutant : Pollutant.values()) {
      if (settings.channels().containsKey(pollutant.key())) {
        channels.addAll(
            List.of(mean(pollutant), dayMean(pollutant), hourly(pollutant), daily(pollutant)));
        if (pollutant.isParticles()) {
          channels.add(nowCast(pollutant));
        }
        if (pollutant == Pollutant.O3) {
          channels.add(OZONE_8H);
        }
      }
    }
    return channels;
  }

  @Override
  public boolean endsBy(long steadyNanos) {
    return begun && endNanos <= steadyNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }

  void add(List<Reading> sample, long steadyNanos) {
    for (Map.Entry<Pollutant, Hour> entry : open.entrySet()) {
      @Nullable String name = settings.channels().get(entry.getKey().key());
      Reading reading = name == null ? null : Derived.find(sample, name);
      if (reading != null) {
        add(entry.getKey(), entry.getValue(), reading, steadyNanos);
      }
    }
  }

  private void add(Pollutant pollutant, Hour hour, Reading reading, long steadyNanos) {
    if (!begun) {
      begun = true;
      endNanos = Period.endOf(steadyNanos, HOUR_NANOS);
    }
    double factor = factor(pollutant, reading.channel().unit(), steadyNanos);
    if (!Capture.usable(reading.quality()) || Double.isNaN(factor)) {
      hour.bad = reading.quality().hasValue() ? Quality.BAD_SENSOR : reading.quality();
      return;
    }
    hour.sum += reading.value() * factor;
    hour.n++;
    long slot =
        1L << Math.min(slots - 1, (int) (Math.floorMod(steadyNanos, HOUR_NANOS) / slotNanos));
    hour.usedSlots |= slot;
    hour.goodSlots |= reading.quality() == Quality.GOOD ? slot : 0;
  }

  /// µg/m3 of one of this unit; NaN when it is no concentration, or no rules hold on that day.
  private double factor(Pollutant pollutant, Unit unit, long steadyNanos) {
    @Nullable Double perPpb =
        settings
            .table()
            .on(day(steadyNanos))
            .map(version -> version.microgramsPerPpb().get(pollutant.key()))
            .orElse(null);
    double ppb = perPpb == null ? Double.NaN : perPpb;
    return switch (unit.symbol()) {
      case "ug/m3" -> 1;
      case "mg/m3" -> 1e3;
      case "ppb" -> ppb;
      case "ppm" -> 1e3 * ppb;
      default -> Double.NaN;
    };
  }

  private LocalDate day(long steadyNanos) {
    return Period.day(steadyNanos, settings.utcOffset());
  }

  /// Whether a stored sample is needed again: one that tells means, or of the open hour, or of the
  /// one before, which may have ended while no gateway ran.
  boolean wants(List<Reading> past, long steadyNanos, long nowNanos) {
    return tells(past)
        || Period.endOf(steadyNanos, HOUR_NANOS) >= Period.endOf(nowNanos, HOUR_NANOS) - HOUR_NANOS;
  }

  private boolean tells(List<Reading> past) {
    return means.keySet().stream()
        .anyMatch(pollutant -> Derived.find(past, mean(pollutant).name()) != null);
  }

  /// Takes a stored sample: means that were told before count as they are.
  void recall(List<Reading> past, long steadyNanos, long nowNanos) {
    if (!wants(past, steadyNanos, nowNanos)) {
      return;
    }
    if (!tells(past)) {
      endUntold(steadyNanos);
      add(past, steadyNanos);
      return;
    }
    // Stamped with the end of its hour; a clock corrected since then moves it a little.
    long hour = Math.floorDiv(steadyNanos + HOUR_NANOS / 2, HOUR_NANOS);
    if (begun && endNanos / HOUR_NANOS == hour) {
      begun = false;
      open.values().forEach(Hour::clear);
    }
    means.forEach(
        (pollutant, hours) -> {
          Reading reading = Derived.find(past, mean(pollutant).name());
          if (reading != null) {
            keep(hours, hour, reading);
          }
        });
  }

  /// An hour that ended while no gateway ran counts in the indices of later ones, but is not told.
  void endUntold(long steadyNanos) {
    if (endsBy(steadyNanos)) {
      close();
    }
  }

  private static void keep(NavigableMap<Long, Reading> hours, long hour, Reading mean) {
    hours.put(hour, mean);
    hours.headMap(hours.lastKey() - VnAqi.HOURS_MAX, true).clear();
  }

  private double mean(Pollutant pollutant, long hour) {
    NavigableMap<Long, Reading> hours = means.get(pollutant);
    Reading mean = hours == null ? null : hours.get(hour);
    return mean == null ? Double.NaN : mean.value();
  }

  /// How far a result of the last `hours` can be trusted that needs three quarters of `wanted`.
  private Quality trust(Pollutant pollutant, long hour, int hours, int wanted) {
    int good = 0;
    int used = 0;
    NavigableMap<Long, Reading> all = means.get(pollutant);
    if (all != null) {
      for (Reading mean : all.subMap(hour - hours, false, hour, true).values()) {
        good += mean.quality() == Quality.GOOD ? 1 : 0;
        used += mean.quality().hasValue() ? 1 : 0;
      }
    }
    return Capture.verdict(good, used, wanted, Quality.BAD_SENSOR);
  }

  /// NowCast needs two of the newest three hours, a gas its hour.
  private Quality trustOfHour(Pollutant pollutant, long hour) {
    return pollutant.isParticles()
        ? trust(pollutant, hour, NowCast.RECENT, NowCast.RECENT_MIN)
        : trust(pollutant, hour, 1, 1);
  }

  @Override
  public List<Reading> close() {
    long hour = endNanos / HOUR_NANOS;
    List<Reading> readings = new ArrayList<>();
    open.forEach((pollutant, open) -> readings.addAll(closeHour(pollutant, open, hour)));
    Optional<Version> version = settings.table().on(day(endNanos - 1));
    boolean endsDay = !day(endNanos).equals(day(endNanos - 1));
    readings.addAll(hourly(version, hour));
    if (endsDay) {
      readings.addAll(daily(version, hour));
    }
    begun = false;
    return readings;
  }

  private List<Reading> closeHour(Pollutant pollutant, Hour open, long hour) {
    Quality quality =
        Capture.verdict(
            Long.bitCount(open.goodSlots), Long.bitCount(open.usedSlots), slots, open.bad);
    Reading mean = reading(mean(pollutant), open.sum / (double) open.n, quality);
    NavigableMap<Long, Reading> hours = means.get(pollutant);
    if (hours != null) {
      keep(hours, hour, mean);
    }
    Reading number = mean(pollutant).aggregate(Channel.Aggregate.N).reading((double) open.n);
    open.clear();
    return List.of(mean, number);
  }

  private List<Reading> hourly(Optional<Version> version, long hour) {
    VnAqi.Index index =
        version.map(VnAqi::new).map(each -> each.hourly(this::mean, hour)).orElse(null);
    List<Reading> readings =
        index(HOURLY, AqiHours::hourly, index, pollutant -> trustOfHour(pollutant, hour));
    for (Pollutant pollutant : open.keySet()) {
      if (pollutant.isParticles()) {
        Double value = index == null ? null : index.concentrations().get(pollutant);
        readings.add(
            reading(
                nowCast(pollutant),
                value == null ? Double.NaN : value,
                trustOfHour(pollutant, hour)));
      }
      if (pollutant == Pollutant.O3) {
        Quality trust = trust(pollutant, hour, VnAqi.OZONE_HOURS, VnAqi.OZONE_HOURS);
        readings.add(reading(OZONE_8H, VnAqi.ozone8h(this::mean, hour), trust));
      }
    }
    return readings;
  }

  private List<Reading> daily(Optional<Version> version, long hour) {
    VnAqi.Index index =
        version.map(VnAqi::new).map(each -> each.daily(this::mean, hour)).orElse(null);
    Function<Pollutant, Quality> trust =
        pollutant -> trust(pollutant, hour, VnAqi.DAY_HOURS, VnAqi.DAY_HOURS);
    List<Reading> readings = index(DAILY, AqiHours::daily, index, trust);
    for (Pollutant pollutant : open.keySet()) {
      double mean = VnAqi.dayMean(this::mean, pollutant, hour);
      readings.add(reading(dayMean(pollutant), mean, trust.apply(pollutant)));
    }
    return readings;
  }

  /// The index and its parts; it is as doubtful as its most doubtful part.
  private List<Reading> index(
      Channel whole,
      Function<Pollutant, Channel> channel,
      VnAqi.@Nullable Index index,
      Function<Pollutant, Quality> trust) {
    List<Reading> readings = new ArrayList<>();
    Quality worst = Quality.GOOD;
    for (Pollutant pollutant : open.keySet()) {
      @Nullable Integer part = index == null ? null : index.parts().get(pollutant);
      if (part == null) {
        readings.add(channel.apply(pollutant).bad(Quality.BAD_SENSOR));
      } else {
        Quality quality = trust.apply(pollutant);
        worst = Condenser.doubt(quality) > Condenser.doubt(worst) ? quality : worst;
        readings.add(reading(channel.apply(pollutant), part, quality));
      }
    }
    double value =
        index != null && index.whole().isPresent() ? index.whole().getAsInt() : Double.NaN;
    readings.addFirst(reading(whole, value, worst));
    return readings;
  }

  private static Reading reading(Channel channel, double value, Quality quality) {
    return !quality.hasValue()
        ? channel.bad(quality)
        : Double.isFinite(value)
            ? new Reading(channel, value, quality)
            : channel.bad(Quality.BAD_SENSOR);
  }
}
