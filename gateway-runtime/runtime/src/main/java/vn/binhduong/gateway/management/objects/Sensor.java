package vn.binhduong.gateway.management.objects;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.model.BootTime;

/// A picture of what one sensor instance shows: the channels behind it, by the resource that
/// carries each.
///
/// A value is given only while its quality has one and its device serves; otherwise it is absent
/// and the quality says why. Quality and time are those of the least trusted and of the oldest
/// value behind the instance.
///
/// @param device id of the device
/// @param name `device`, or `device/channel` where each channel has its own instance
/// @param serves whether the device answers now
/// @param parts what is behind each resource
/// @param book keeps the values
/// @param now of the picture
record Sensor(
    String device,
    String name,
    boolean serves,
    Map<Integer, Part> parts,
    SensorBook book,
    BootTime now) {
  /// Numbers beyond this are no range of an instrument.
  private static final double UNBOUNDED = 1e300;

  /// One channel of the instance.
  ///
  /// @param channel what it measures
  /// @param factor to the unit of the resource
  /// @param known what is known of it; null before its first sample
  record Part(Channel channel, double factor, SensorBook.@Nullable Known known) {}

  Sensor {
    parts = new TreeMap<>(parts);
  }

  private @Nullable Part part(int resource) {
    return parts.get(resource);
  }

  private SensorBook.@Nullable Known known(int resource) {
    Part part = part(resource);
    return part == null ? null : part.known();
  }

  private @Nullable Double converted(int resource, @Nullable Double value) {
    Part part = part(resource);
    return part == null || value == null ? null : (Double) (value * part.factor());
  }

  /// The last value; null when there is none that can be relied on.
  @Nullable Double value(int resource) {
    SensorBook.Known known = known(resource);
    return known == null || !serves || !known.quality().hasValue()
        ? null
        : converted(resource, known.value());
  }

  @Nullable Double min(int resource) {
    SensorBook.Known known = known(resource);
    return known == null ? null : converted(resource, known.min());
  }

  @Nullable Double max(int resource) {
    SensorBook.Known known = known(resource);
    return known == null ? null : converted(resource, known.max());
  }

  @Nullable Double rangeMin(int resource) {
    Part part = part(resource);
    return part == null ? null : converted(resource, bounded(part.channel().min()));
  }

  @Nullable Double rangeMax(int resource) {
    Part part = part(resource);
    return part == null ? null : converted(resource, bounded(part.channel().max()));
  }

  private static @Nullable Double bounded(double value) {
    return Math.abs(value) < UNBOUNDED ? (Double) value : null;
  }

  @Nullable String unit(int resource) {
    Part part = part(resource);
    return part == null ? null : part.channel().unit().symbol();
  }

  /// What a total has grown by since the start or reset, while the value itself is there.
  @Nullable Double sinceReset(int resource) {
    SensorBook.Known known = known(resource);
    return known == null || value(resource) == null
        ? null
        : converted(resource, known.sinceReset());
  }

  @Nullable Instant resetAt(int resource) {
    SensorBook.Known known = known(resource);
    BootTime at = known == null ? null : known.resetAt();
    return at == null ? null : book.time(at);
  }

  Map<Integer, SensorBook.Passed> vehicles(int resource) {
    SensorBook.Known known = known(resource);
    return known == null ? Map.of() : known.vehicles();
  }

  void resetExtremes(int resource) {
    Part part = part(resource);
    if (part != null) {
      book.resetExtremes(device, part.channel().name());
    }
  }

  void resetTotal(int resource) {
    Part part = part(resource);
    if (part != null) {
      book.resetTotal(device, part.channel().name(), now);
    }
  }

  private Stream<SensorBook.Known> all() {
    return parts.values().stream().map(Part::known).filter(Objects::nonNull);
  }

  /// When the oldest value behind the instance was measured; null before the first and while the
  /// clock is not set.
  @Nullable Instant time() {
    return all()
        .map(SensorBook.Known::at)
        .min(Comparator.comparingLong(BootTime::nanos))
        .map(book::time)
        .orElse(null);
  }

  /// The quality of the least trusted value; of a device that does not serve, that of a link that
  /// does not answer; null before the first sample.
  @Nullable Quality quality() {
    Quality worst = all().map(SensorBook.Known::quality).max(Qualities.TRUST).orElse(null);
    return worst == null || serves || !worst.hasValue() ? worst : Quality.BAD_LINK;
  }
}
