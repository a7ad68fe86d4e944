package vn.binhduong.gateway.pipeline;

import java.util.Arrays;
import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Channel.Aggregate;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// The open window of one sound level: [SoundLevels] of its usable readings.
///
/// Invariants:
/// - No reading that is bad, calibrating or out of range enters a level.
/// - Without enough readings every level is bad; their number is told in any case.
/// - No more than [#READINGS_MAX] readings are kept; what comes after counts as not captured.
final class LevelWindow implements Period {
  /// Readings that are kept: an hour at ten a second, the fastest that is polled.
  static final int READINGS_MAX = 36_000;

  private static final int FIRST = 64;

  private final Outputs outputs;
  private final long lengthNanos;
  private final long wanted;
  private double[] levels = new double[FIRST];
  private int used;
  private int good;
  private long offered;
  private long endNanos;
  private long lastNanos;
  private Quality bad = Quality.BAD_LINK;

  /// @param source the channel of the level
  /// @param everyNanos how often it is read
  LevelWindow(Channel source, long lengthNanos, long everyNanos) {
    this.outputs = Outputs.of(source);
    this.lengthNanos = lengthNanos;
    this.wanted = Math.max(1, lengthNanos / everyNanos);
  }

  /// What a level becomes.
  ///
  /// @param equivalent LAeq
  /// @param number how many readings were used; named as the aggregate of the equivalent level
  record Outputs(
      Channel equivalent,
      Channel exceeded10,
      Channel exceeded50,
      Channel exceeded90,
      Channel greatest,
      Channel number) {
    /// Most characters of a channel whose level is condensed: its outputs have longer names.
    static final int NAME_CHARACTERS_MAX = 28;

    static Outputs of(Channel source) {
      Channel equivalent = part(source, "_eq", "LAeq");
      return new Outputs(
          equivalent,
          part(source, "_10", "LA10, exceeded 10 % of the time"),
          part(source, "_50", "LA50, exceeded 50 % of the time"),
          part(source, "_90", "LA90, exceeded 90 % of the time"),
          part(source, "_max", "greatest level"),
          equivalent.aggregate(Aggregate.N));
    }

    private static Channel part(Channel source, String suffix, String doc) {
      String name = source.name();
      String base = name.substring(0, Math.min(name.length(), NAME_CHARACTERS_MAX));
      return new Channel(base + suffix, source.unit(), source.min(), source.max(), doc);
    }

    /// Those that the catalogue names: the number goes with its level.
    List<Channel> announced() {
      return List.of(equivalent, exceeded10, exceeded50, exceeded90, greatest);
    }
  }

  @Override
  public boolean endsBy(long steadyNanos) {
    return offered > 0 && endNanos <= steadyNanos;
  }

  @Override
  public long endNanos() {
    return endNanos;
  }

  /// Time of the latest reading, nanoseconds since 1970, steady.
  long lastNanos() {
    return lastNanos;
  }

  boolean isEmpty() {
    return offered == 0;
  }

  void add(Reading reading, long steadyNanos) {
    if (offered == 0) {
      endNanos = Period.endOf(steadyNanos, lengthNanos);
    }
    offered++;
    lastNanos = steadyNanos;
    if (!Capture.usable(reading.quality())) {
      bad = reading.quality().hasValue() ? Quality.BAD_SENSOR : reading.quality();
      return;
    }
    if (used == READINGS_MAX) {
      return;
    }
    if (used == levels.length) {
      levels = Arrays.copyOf(levels, Math.min(READINGS_MAX, 2 * used));
    }
    levels[used] = reading.value();
    used++;
    good += reading.quality() == Quality.GOOD ? 1 : 0;
  }

  @Override
  public List<Reading> close() {
    Quality quality = Capture.verdict(good, used, Math.max(wanted, offered), bad);
    List<Reading> readings =
        quality.hasValue() ? readings(SoundLevels.of(levels, used), quality) : readings(quality);
    used = 0;
    good = 0;
    offered = 0;
    bad = Quality.BAD_LINK;
    return readings;
  }

  private List<Reading> readings(SoundLevels found, Quality quality) {
    return List.of(
        new Reading(outputs.equivalent, found.equivalent(), quality),
        new Reading(outputs.exceeded10, found.exceeded10(), quality),
        new Reading(outputs.exceeded50, found.exceeded50(), quality),
        new Reading(outputs.exceeded90, found.exceeded90(), quality),
        new Reading(outputs.greatest, found.greatest(), quality),
        outputs.number.reading(used));
  }

  private List<Reading> readings(Quality quality) {
    return List.of(
        outputs.equivalent.bad(quality),
        outputs.exceeded10.bad(quality),
        outputs.exceeded50.bad(quality),
        outputs.exceeded90.bad(quality),
        outputs.greatest.bad(quality),
        outputs.number.reading(used));
  }
}
