package vn.binhduong.gateway.driver.mqtt;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads messages as a mapping says. Pure; for one thread. Only what is mapped is ever held, and
/// nothing of it gets into a text.
final class MessageReader {
  /// Greatest payload, bytes; a larger one is malformed.
  static final int PAYLOAD_BYTES_MAX = 64 << 10;

  /// Longest source id, characters; a longer one is malformed.
  static final int SOURCE_ID_CHARS_MAX = 128;

  private static final int TIME_CHARS_MAX = 40;

  /// From here on a time in numbers is in milliseconds: as seconds it would be the year 5138.
  private static final BigDecimal MILLISECONDS_FROM = BigDecimal.valueOf(100_000_000_000L);

  private static final BigDecimal MILLISECONDS_MAX = BigDecimal.valueOf(100_000_000_000_000L);

  private final JsonScan scan;
  private final List<MappedValue> values;
  private final List<Pointer> places;
  private final @Nullable Pointer select;
  private final @Nullable String selected;
  private final @Nullable Pointer sourceId;
  private final @Nullable Pointer time;
  private final @Nullable Pointer counter;

  MessageReader(MqttJsonSettings settings) {
    Mapping mapping = settings.profile();
    values = settings.values();
    places = values.stream().map(MappedValue::pointer).toList();
    selected = settings.selected();
    select = selected == null ? null : Mapping.pointer(mapping.select());
    sourceId = Mapping.pointer(mapping.sourceId());
    time = Mapping.pointer(mapping.time());
    counter = Mapping.pointer(mapping.counter());
    scan =
        new JsonScan(
            Stream.concat(places.stream(), Stream.of(select, sourceId, time, counter))
                .filter(Objects::nonNull)
                .toList());
  }

  /// Reads one message.
  ///
  /// @throws MalformedException when it is no JSON within the bounds, or lacks the source id or the
  ///   time that the mapping wants
  Content read(byte[] payload) throws MalformedException {
    if (payload.length > PAYLOAD_BYTES_MAX) {
      throw tooLarge(payload.length);
    }
    Map<Pointer, Found> found = scan.read(payload);
    if (select != null && !isSelected(found.get(select))) {
      return new Content.Foreign();
    }
    OptionalLong number = number(counter == null ? null : found.get(counter));
    if (places.stream().noneMatch(found::containsKey)) {
      return new Content.Own(null, null, number, List.of());
    }
    var read = new ArrayList<Content.Value>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Found one = found.get(places.get(i));
      read.add(new Content.Value(values.get(i).value(one), values.get(i).fault(one)));
    }
    return new Content.Own(
        sourceId == null ? null : sourceId(found.get(sourceId)),
        time == null ? null : time(found.get(time)),
        number,
        read);
  }

  /// What is said of a message that is too large to be read.
  static MalformedException tooLarge(int bytes) {
    return new MalformedException("%d bytes are more than %d".formatted(bytes, PAYLOAD_BYTES_MAX));
  }

  private boolean isSelected(@Nullable Found found) {
    return found != null
        && (found.kind() == Found.Kind.TEXT || found.kind() == Found.Kind.NUMBER)
        && found.text().equals(selected);
  }

  private static String sourceId(@Nullable Found found) throws MalformedException {
    if (found == null
        || (found.kind() != Found.Kind.TEXT && found.kind() != Found.Kind.NUMBER)
        || found.text().isEmpty()
        || found.text().length() > SOURCE_ID_CHARS_MAX) {
      throw new MalformedException(
          "its source-id: expected a number or a text of 1 to %d characters, found %s"
              .formatted(SOURCE_ID_CHARS_MAX, words(found)));
    }
    return found.text();
  }

  private static Instant time(@Nullable Found found) throws MalformedException {
    try {
      if (found != null && found.text().length() <= TIME_CHARS_MAX) {
        if (found.kind() == Found.Kind.TEXT) {
          return OffsetDateTime.parse(found.text()).toInstant();
        }
        BigDecimal number = ValueType.NUMBER.number(found);
        if (number != null && number.signum() >= 0 && number.compareTo(MILLISECONDS_MAX) < 0) {
          boolean seconds = number.compareTo(MILLISECONDS_FROM) < 0;
          return Instant.ofEpochMilli((seconds ? number.movePointRight(3) : number).longValue());
        }
      }
    } catch (DateTimeException e) {
      // Told below: the exception's own text cites the message.
    }
    throw new MalformedException(
        "its time: expected RFC 3339, or seconds or milliseconds since 1970, found %s"
            .formatted(
                found != null && found.kind() == Found.Kind.TEXT ? "other text" : words(found)));
  }

  private static OptionalLong number(@Nullable Found found) {
    return found != null && found.kind() == Found.Kind.NUMBER && found.text().matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(found.text()))
        : OptionalLong.empty();
  }

  private static String words(@Nullable Found found) {
    return found == null ? "nothing" : found.kind().words();
  }
}
