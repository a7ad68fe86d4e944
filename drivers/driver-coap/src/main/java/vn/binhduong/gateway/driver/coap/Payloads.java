package vn.binhduong.gateway.driver.coap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// What the payloads of one node mean. Pure: the same payload gives the same samples. Used from any
/// thread.
///
/// Times only tell the age of a record: a relative one says it; of those of the calendar, the
/// newest of the pack counts as measured when the pack came, because the clock of a node is not
/// trusted. Records whose ages agree to the millisecond are one sample.
final class Payloads {
  /// How far a relative time may lie in the future, for rounding at the node.
  static final double FUTURE_SECONDS_MAX = 1;

  /// Most characters of a plain number.
  static final int TEXT_CHARS_MAX = 32;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,20}([.][0-9]{1,20})?([eE][+-]?[0-9]{1,3})?");
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Map<String, Mapped> byName = new HashMap<>();
  private final List<Channel> channels = new ArrayList<>();
  private final Missing missing;

  private record Mapped(ChannelMapping mapping, Channel channel) {
    Reading reading(double raw) {
      double value = mapping.value(raw);
      return Double.isNaN(value) ? channel.bad(Quality.BAD_SENSOR) : channel.reading(value);
    }
  }

  Payloads(List<ChannelMapping> mappings, Missing missing) {
    this.missing = missing;
    for (ChannelMapping mapping : mappings) {
      Channel channel = mapping.toChannel();
      channels.add(channel);
      byName.put(mapping.name(), new Mapped(mapping, channel));
    }
  }

  List<Channel> channels() {
    return List.copyOf(channels);
  }

  /// The samples of a payload, oldest first, at least one.
  ///
  /// @throws RefusedException when it is malformed, of a format that is not read, or has no name
  ///   that is known
  List<Measured> read(int contentFormat, byte[] payload) throws RefusedException {
    return switch (PayloadFormat.of(contentFormat)) {
      case null ->
          throw new RefusedException(
              RefusedException.Reason.FORMAT,
              "content format %d is not read, 110 (SenML JSON), 112 (SenML CBOR) and 0 (a number) are"
                  .formatted(contentFormat));
      case TEXT -> List.of(number(payload));
      case SENML_JSON -> samples(SenmlPack.read(payload, false));
      case SENML_CBOR -> samples(SenmlPack.read(payload, true));
    };
  }

  private Measured number(byte[] payload) throws RefusedException {
    if (byName.size() != 1) {
      throw new RefusedException(
          RefusedException.Reason.FORMAT,
          "a plain number is read where one channel is configured, here %d are"
              .formatted(byName.size()));
    }
    String text =
        payload.length > TEXT_CHARS_MAX
            ? ""
            : new String(payload, StandardCharsets.US_ASCII).strip();
    if (!NUMBER.matcher(text).matches() || Double.isInfinite(Double.parseDouble(text))) {
      throw RefusedException.malformed("not a number such as 21.5");
    }
    Mapped only = byName.values().iterator().next();
    return new Measured(0, List.of(only.reading(Double.parseDouble(text))));
  }

  private List<Measured> samples(List<SenmlRecord> records) throws RefusedException {
    double newest = Double.NEGATIVE_INFINITY;
    for (SenmlRecord entry : records) {
      if (entry.isAbsolute()) {
        newest = Math.max(newest, entry.timeSeconds());
      }
    }
    var byAge = new TreeMap<Long, Map<Channel, Reading>>();
    for (SenmlRecord entry : records) {
      Mapped mapped = byName.get(entry.name());
      if (mapped == null) {
        continue;
      }
      checkUnit(entry, mapped.mapping());
      Map<Channel, Reading> sample =
          byAge.computeIfAbsent(ageMillis(entry, newest), _ -> new HashMap<>());
      if (sample.put(mapped.channel(), mapped.reading(entry.value())) != null) {
        throw RefusedException.malformed("'%s' twice at one time".formatted(entry.name()));
      }
    }
    if (byAge.isEmpty()) {
      throw RefusedException.malformed("none of its names is configured for this node");
    }
    var samples = new ArrayList<Measured>(byAge.size());
    byAge.descendingMap().forEach((age, found) -> samples.add(new Measured(age, ordered(found))));
    return samples;
  }

  private List<Reading> ordered(Map<Channel, Reading> found) {
    var readings = new ArrayList<Reading>(channels.size());
    for (Channel channel : channels) {
      @Nullable Reading reading = found.get(channel);
      if (reading != null) {
        readings.add(reading);
      } else if (missing == Missing.BAD) {
        readings.add(channel.bad(Quality.BAD_SENSOR));
      }
    }
    return readings;
  }

  private static void checkUnit(SenmlRecord entry, ChannelMapping mapping) throws RefusedException {
    if (entry.unit() != null && !entry.unit().equals(mapping.expectedUnit())) {
      throw RefusedException.malformed(
          "'%s': expected the unit %s, found another"
              .formatted(entry.name(), mapping.expectedUnit()));
    }
  }

  private static long ageMillis(SenmlRecord entry, double newest) throws RefusedException {
    double age = entry.isAbsolute() ? newest - entry.timeSeconds() : -entry.timeSeconds();
    if (age < -FUTURE_SECONDS_MAX) {
      throw RefusedException.malformed("'%s': its time is in the future".formatted(entry.name()));
    }
    return Math.round(Math.max(0, age) * MILLIS_PER_SECOND);
  }
}
