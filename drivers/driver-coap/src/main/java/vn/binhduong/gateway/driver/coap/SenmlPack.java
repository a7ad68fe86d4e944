package vn.binhduong.gateway.driver.coap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a SenML pack in JSON or CBOR (RFC 8428), all or nothing.
///
/// Base fields hold from their record on until another takes their place. Unknown labels are passed
/// over, unless they end with `_` and so must be understood (§4.4). Depth, length of texts and
/// numbers, and the number of records are bounded; the size of the payload is bounded by whoever
/// received it.
final class SenmlPack {
  /// Times from here on are of the calendar, those below are relative to now (§4.5.3): 2^28 s.
  static final double ABSOLUTE_SECONDS_MIN = 268_435_456;

  /// Most records of a pack.
  static final int RECORDS_MAX = 1_000;

  /// Most characters of a name with its base name.
  static final int NAME_CHARS_MAX = 255;

  /// Greatest version that is understood (§4.4).
  static final int VERSION_MAX = 10;

  private static final int DEPTH_MAX = 8;
  private static final int TEXT_CHARS_MAX = 65_536;
  private static final int NUMBER_CHARS_MAX = 64;
  private static final int LABEL_CHARS_MAX = 64;
  private static final int SHOWN_CHARS_MAX = 32;

  /// Decimal fractions of CBOR beyond it are no numbers of a sensor, and long to compute.
  private static final int DECIMAL_SCALE_MAX = 400;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9:./_]*");
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(DEPTH_MAX)
          .maxStringLength(TEXT_CHARS_MAX)
          .maxNumberLength(NUMBER_CHARS_MAX)
          .maxNameLength(LABEL_CHARS_MAX)
          .build();
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(BOUNDS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final JsonFactory CBOR =
      CBORFactory.builder()
          .streamReadConstraints(BOUNDS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final JsonParser parser;
  private final boolean cbor;
  private final List<SenmlRecord> records = new ArrayList<>();
  private String baseName = "";
  private @Nullable String baseUnit;
  private double baseTime;
  private double baseValue;
  private int version = VERSION_MAX;
  private int index;

  private SenmlPack(JsonParser parser, boolean cbor) {
    this.parser = parser;
    this.cbor = cbor;
  }

  /// The records of a pack, in its order.
  ///
  /// @throws RefusedException MALFORMED when it is none; the message says at which record
  static List<SenmlRecord> read(byte[] payload, boolean cbor) throws RefusedException {
    try (JsonParser parser = (cbor ? CBOR : JSON).createParser(payload)) {
      var pack = new SenmlPack(parser, cbor);
      pack.readAll();
      return pack.records;
    } catch (IOException | RuntimeException e) {
      // The library's words may quote the payload at length; its kind and place are enough.
      throw RefusedException.malformed(
          "not well-formed %s: %s".formatted(cbor ? "CBOR" : "JSON", e.getClass().getSimpleName()));
    }
  }

  private void readAll() throws IOException, RefusedException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw RefusedException.malformed("a pack is an array of records");
    }
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      index++;
      if (index > RECORDS_MAX) {
        throw wrong("more than " + RECORDS_MAX);
      }
      readRecord();
    }
    if (parser.currentToken() != JsonToken.END_ARRAY) {
      throw RefusedException.malformed("record %d: expected a map".formatted(index + 1));
    }
    if (parser.nextToken() != null) {
      throw RefusedException.malformed("bytes after the end of the pack");
    }
    if (records.isEmpty()) {
      throw RefusedException.malformed("no record");
    }
  }

  private void readRecord() throws IOException, RefusedException {
    Set<Label> seen = EnumSet.noneOf(Label.class);
    String name = "";
    String unit = null;
    double time = 0;
    double value = Double.NaN;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      Label label = Label.of(key, cbor);
      if (label == null) {
        if (key.endsWith("_")) {
          throw wrong("'%s' must be understood and is not".formatted(shown(key)));
        }
        parser.skipChildren();
        continue;
      }
      if (!seen.add(label)) {
        throw wrong("'%s' twice".formatted(label.text));
      }
      switch (label) {
        case BASE_VERSION -> version(token);
        case BASE_NAME -> baseName = text(label, token);
        case BASE_TIME -> baseTime = finite(label, token);
        case BASE_UNIT -> baseUnit = text(label, token);
        case BASE_VALUE -> baseValue = finite(label, token);
        case NAME -> name = text(label, token);
        case UNIT -> unit = text(label, token);
        case TIME -> time = finite(label, token);
        case VALUE -> value = token == JsonToken.VALUE_NULL ? Double.NaN : number(label, token);
        case BOOLEAN_VALUE -> value = flag(label, token);
        case STRING_VALUE -> text(label, token);
        case DATA_VALUE -> data(label, token);
        case BASE_SUM, SUM, UPDATE_TIME -> finite(label, token);
      }
    }
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw wrong("cut off");
    }
    add(seen, name, unit, time, value);
  }

  private void add(Set<Label> seen, String name, @Nullable String unit, double time, double value)
      throws RefusedException {
    long values = seen.stream().filter(Label::isValue).count();
    if (values > 1) {
      throw wrong("more than one value");
    }
    if (values == 0 && !seen.contains(Label.SUM)) {
      if (seen.stream().allMatch(Label::isBase)) {
        return;
      }
      throw wrong("neither a value nor a sum");
    }
    String whole = baseName + name;
    if (whole.length() > NAME_CHARS_MAX || !NAME.matcher(whole).matches()) {
      throw wrong("the name is '%s'".formatted(shown(whole)));
    }
    double seconds = baseTime + time;
    double resolved = seen.contains(Label.VALUE) ? baseValue + value : value;
    if (!Double.isFinite(seconds) || Double.isInfinite(resolved)) {
      throw wrong("a number that is too great");
    }
    records.add(new SenmlRecord(whole, unit == null ? baseUnit : unit, seconds, resolved));
  }

  private void version(JsonToken token) throws IOException, RefusedException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw wrong("'bver' is no whole number");
    }
    double found = parser.getDoubleValue();
    if (found < 1 || found > VERSION_MAX) {
      throw wrong("'bver' is not 1 to " + VERSION_MAX);
    }
    if (index > 1 && (int) found != version) {
      throw wrong("'bver' differs from that of the records before");
    }
    version = (int) found;
  }

  private String text(Label label, JsonToken token) throws IOException, RefusedException {
    if (token != JsonToken.VALUE_STRING) {
      throw wrong("'%s' is no text".formatted(label.text));
    }
    return parser.getText();
  }

  private void data(Label label, JsonToken token) throws RefusedException {
    if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_EMBEDDED_OBJECT) {
      throw wrong("'%s' is no data".formatted(label.text));
    }
  }

  private double flag(Label label, JsonToken token) throws RefusedException {
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw wrong("'%s' is neither true nor false".formatted(label.text));
    }
    return token == JsonToken.VALUE_TRUE ? 1 : 0;
  }

  private double finite(Label label, JsonToken token) throws IOException, RefusedException {
    double number = number(label, token);
    if (!Double.isFinite(number)) {
      throw wrong("'%s' is not finite".formatted(label.text));
    }
    return number;
  }

  /// A number; NaN where CBOR says NaN.
  private double number(Label label, JsonToken token) throws IOException, RefusedException {
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrong("'%s' is no number".formatted(label.text));
    }
    double number;
    if (cbor && parser.getNumberType() == JsonParser.NumberType.BIG_DECIMAL) {
      BigDecimal fraction = parser.getDecimalValue();
      if (Math.abs((long) fraction.scale()) > DECIMAL_SCALE_MAX) {
        throw wrong("'%s' is a number out of reach".formatted(label.text));
      }
      number = fraction.doubleValue();
    } else {
      number = parser.getDoubleValue();
    }
    if (Double.isInfinite(number)) {
      throw wrong("'%s' is too great".formatted(label.text));
    }
    return number;
  }

  private RefusedException wrong(String what) {
    return RefusedException.malformed("record %d: %s".formatted(index, what));
  }

  /// A text of the sender in printable ASCII, cut.
  private static String shown(String text) {
    String plain = text.replaceAll("[^ -~]", "?");
    return plain.length() <= SHOWN_CHARS_MAX ? plain : plain.substring(0, SHOWN_CHARS_MAX) + "...";
  }

  /// The labels of RFC 8428 §4.3, in JSON and in CBOR.
  private enum Label {
    BASE_VERSION("bver", "-1"),
    BASE_NAME("bn", "-2"),
    BASE_TIME("bt", "-3"),
    BASE_UNIT("bu", "-4"),
    BASE_VALUE("bv", "-5"),
    BASE_SUM("bs", "-6"),
    NAME("n", "0"),
    UNIT("u", "1"),
    VALUE("v", "2"),
    STRING_VALUE("vs", "3"),
    BOOLEAN_VALUE("vb", "4"),
    SUM("s", "5"),
    TIME("t", "6"),
    UPDATE_TIME("ut", "7"),
    DATA_VALUE("vd", "8");

    private static final List<Label> ALL = List.of(values());

    private final String text;
    private final String number;

    Label(String text, String number) {
      this.text = text;
      this.number = number;
    }

    /// A label of JSON is a text, one of CBOR its number (§6); null when it is none of these.
    static @Nullable Label of(String key, boolean cbor) {
      for (Label label : ALL) {
        if (key.equals(cbor ? label.number : label.text)) {
          return label;
        }
      }
      return null;
    }

    boolean isBase() {
      return text.startsWith("b");
    }

    boolean isValue() {
      return this == VALUE || this == STRING_VALUE || this == BOOLEAN_VALUE || this == DATA_VALUE;
    }
  }
}
