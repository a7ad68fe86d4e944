package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a SenML pack of either form, record by record, and resolves it (RFC 8428 §4). Used once.
final class PackReader {
  /// Takes the records in their order.
  interface Sink {
    void accept(SenmlRecord senml) throws ContractException;
  }

  private static final int NAME_CHARACTERS_MAX = 256;

  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(8)
          .maxNumberLength(64)
          .maxNameLength(NAME_CHARACTERS_MAX)
          .maxStringLength(64 * 1024)
          .build();

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();
  private static final CBORFactory CBOR =
      CBORFactory.builder()
          .streamReadConstraints(CONSTRAINTS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private final boolean cbor;
  private final int recordsMax;
  private final Sink sink;

  private final Set<Label> seen = EnumSet.noneOf(Label.class);
  private int index = -1;
  private int version = SenmlUnits.VERSION_PRIMARY;
  private String baseName = "";
  private @Nullable String baseUnit;
  private double baseTime;
  private double baseValue;
  private double baseSum = Double.NaN;

  private PackReader(JsonParser parser, boolean cbor, int recordsMax, Sink sink) {
    this.parser = parser;
    this.cbor = cbor;
    this.recordsMax = recordsMax;
    this.sink = sink;
  }

  /// Reads a payload, compressed or not.
  static void read(byte[] payload, SenmlDecoder.Limits limits, Sink sink) throws ContractException {
    if (payload.length > limits.bytesMax()) {
      throw new ContractException(
          "pack", "size", payload.length + " bytes", "at most " + limits.bytesMax() + " bytes");
    }
    boolean compressed = payload.length > 0 && payload[0] == Zlib.FIRST_BYTE;
    byte[] pack = compressed ? Zlib.inflate(payload, limits.inflatedBytesMax()) : payload;
    if (pack.length == 0) {
      throw new ContractException("pack", "size", "0 bytes", "a list of records");
    }
    boolean cbor = pack[0] != '[';
    try (JsonParser parser = cbor ? CBOR.createParser(pack) : JSON.createParser(pack)) {
      new PackReader(parser, cbor, limits.recordsMax(), sink).pack();
    } catch (IOException e) {
      throw malformed(e, cbor);
    }
  }

  private static ContractException malformed(IOException e, boolean cbor) {
    String message =
        e instanceof JsonProcessingException processing
            ? "%s at byte %d"
                .formatted(
                    processing.getOriginalMessage(),
                    processing.getLocation() == null
                        ? -1
                        : processing.getLocation().getByteOffset())
            : String.valueOf(e.getMessage());
    return new ContractException(
        "pack", "syntax", Problem.shown(message), cbor ? "well-formed CBOR" : "well-formed JSON");
  }

  private void pack() throws IOException, ContractException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw new ContractException("pack", "form", shown(), "a list of records");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      index++;
      if (index >= recordsMax) {
        throw new ContractException(
            "pack", "records", "more", "at most " + recordsMax + " records");
      }
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw problem("form", shown(), "a record");
      }
      read();
    }
    if (parser.nextToken() != null) {
      throw new ContractException("pack", "end", shown(), "nothing after the list");
    }
    if (index < 0) {
      throw new ContractException("pack", "records", "none", "at least one record");
    }
  }

  private void read() throws IOException, ContractException {
    seen.clear();
    String name = "";
    String unit = baseUnit;
    boolean unitGiven = false;
    double time = 0;
    double value = Double.NaN;
    double sum = Double.NaN;
    String text = null;
    int values = 0;
    SenmlRecord.Kind kind = SenmlRecord.Kind.SUM;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String written = parser.currentName();
      if (written == null) {
        throw problem("label", shown(), "a label");
      }
      Label label = cbor ? Label.ofCbor(written) : Label.ofJson(written);
      parser.nextToken();
      if (label == null) {
        if (written.endsWith("_")) {
          throw problem(
              "label",
              Problem.shown(written),
              "a known label, because it ends in _ (must understand)");
        }
        parser.skipChildren();
        continue;
      }
      if (!seen.add(label)) {
        throw problem(label.json, "it twice", "each label once");
      }
      switch (label) {
        case BASE_VERSION -> version();
        case BASE_NAME -> baseName = string(label);
        case BASE_TIME -> baseTime = number(label);
        case BASE_UNIT -> {
          baseUnit = string(label);
          unit = unitGiven ? unit : baseUnit;
        }
        case BASE_VALUE -> baseValue = number(label);
        case BASE_SUM -> baseSum = number(label);
        case NAME -> name = string(label);
        case UNIT -> {
          unit = string(label);
          unitGiven = true;
        }
        case VALUE -> {
          value = number(label);
          kind = SenmlRecord.Kind.NUMBER;
          values++;
        }
        case STRING_VALUE -> {
          text = string(label);
          kind = SenmlRecord.Kind.TEXT;
          values++;
        }
        case BOOLEAN_VALUE -> {
          if (!parser.currentToken().isBoolean()) {
            throw problem(label.json, shown(), "true or false");
          }
          kind = SenmlRecord.Kind.FLAG;
          values++;
        }
        case DATA_VALUE -> {
          parser.skipChildren();
          kind = SenmlRecord.Kind.DATA;
          values++;
        }
        case SUM -> sum = number(label);
        case TIME -> time = number(label);
        case UPDATE_TIME -> number(label);
      }
    }
    boolean hasSum = !Double.isNaN(sum) || !Double.isNaN(baseSum);
    if (values > 1 || (values == 0 && !hasSum)) {
      throw problem("value", values + " values", "one of v, vs, vb, vd, or s");
    }
    checkUnit(unit);
    double resolvedSum =
        hasSum ? (Double.isNaN(sum) ? 0 : sum) + (Double.isNaN(baseSum) ? 0 : baseSum) : Double.NaN;
    sink.accept(
        new SenmlRecord(
            index,
            resolvedName(name),
            unit,
            baseTime + time,
            kind,
            kind == SenmlRecord.Kind.NUMBER ? finite("v", baseValue + value) : Double.NaN,
            text,
            resolvedSum));
  }

  private void version() throws IOException, ContractException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw problem("bver", shown(), "a whole number");
    }
    double found = parser.getDoubleValue();
    boolean known =
        (found >= 1 && found <= SenmlUnits.VERSION_PRIMARY)
            || found == SenmlUnits.VERSION_SECONDARY;
    if (!known || (index > 0 && found != version)) {
      throw problem("bver", shown(), "1 to 10 or 26, the same in the whole pack");
    }
    version = (int) found;
  }

  private void checkUnit(@Nullable String unit) throws ContractException {
    if (unit != null && version < SenmlUnits.VERSION_SECONDARY && SenmlUnits.isSecondary(unit)) {
      throw problem("u", Problem.shown(unit), "a primary unit, or bver 26 in the first record");
    }
  }

  /// RFC 8428 §4.5.1: characters and the first of them.
  private String resolvedName(String name) throws ContractException {
    String resolved = baseName.isEmpty() ? name : name.isEmpty() ? baseName : baseName + name;
    boolean valid = !resolved.isEmpty() && resolved.length() <= NAME_CHARACTERS_MAX;
    for (int i = 0; valid && i < resolved.length(); i++) {
      char c = resolved.charAt(i);
      valid =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || (i > 0 && (c == '-' || c == ':' || c == '.' || c == '/' || c == '_'));
    }
    if (!valid) {
      throw problem(
          "n",
          Problem.shown(resolved),
          "1 to 256 characters of A-Z a-z 0-9 - : . / _ beginning with a letter or digit");
    }
    return resolved;
  }

  private String string(Label label) throws IOException, ContractException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw problem(label.json, shown(), "text");
    }
    return parser.getText();
  }

  private double number(Label label) throws IOException, ContractException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw problem(label.json, shown(), "a number");
    }
    return finite(label.json, parser.getDoubleValue());
  }

  private double finite(String field, double number) throws ContractException {
    if (!Double.isFinite(number)) {
      throw problem(field, Double.toString(number), "a finite number");
    }
    return number;
  }

  private String shown() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "the end";
    }
    return switch (token) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, FIELD_NAME ->
          Problem.shown(String.valueOf(parser.getText()));
      case START_ARRAY -> "a list";
      case START_OBJECT -> "an object";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      case END_ARRAY, END_OBJECT, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "something else";
    };
  }

  private ContractException problem(String field, String found, String expected) {
    return SenmlRecord.problem(index, field, found, expected);
  }

  /// The labels of SenML (RFC 8428 §4.3, §6 table 4).
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

    private final String json;
    private final String cbor;

    Label(String json, String cbor) {
      this.json = json;
      this.cbor = cbor;
    }

    static @Nullable Label ofJson(String label) {
      for (Label known : LABELS) {
        if (known.json.equals(label)) {
          return known;
        }
      }
      return null;
    }

    /// Integer labels, as the parser spells them.
    static @Nullable Label ofCbor(String label) {
      for (Label known : LABELS) {
        if (known.cbor.equals(label)) {
          return known;
        }
      }
      return null;
    }

    private static final Label[] LABELS = values();
  }
}
