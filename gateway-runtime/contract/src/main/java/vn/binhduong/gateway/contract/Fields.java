package vn.binhduong.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the fields of one JSON object and collects every problem, so that a sender learns all of
/// them at once.
///
/// A getter that finds a problem notes it and returns a stand-in; [#make] then throws and the
/// stand-in is never seen. Unknown fields are ignored.
final class Fields {
  private static final UUID NO_UUID = new UUID(0, 0);

  private final String what;
  private final String path;
  private final ObjectNode node;
  private final List<Problem> problems;

  Fields(String what, ObjectNode node) {
    this(what, "", node, new ArrayList<>());
  }

  private Fields(String what, String path, ObjectNode node, List<Problem> problems) {
    this.what = what;
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  ObjectNode node() {
    return node;
  }

  boolean has(String field) {
    JsonNode value = node.get(field);
    return value != null && !value.isNull();
  }

  /// The message, unless there are problems.
  <T> T make(Supplier<T> message) throws ContractException {
    if (!problems.isEmpty()) {
      throw new ContractException(what, problems);
    }
    try {
      return message.get();
    } catch (IllegalArgumentException e) {
      throw Json.broken(what, e);
    }
  }

  /// Something made of fields already read; a broken rule between them becomes a problem.
  private <T> Optional<T> part(int problemsBefore, Supplier<T> make) {
    if (problems.size() > problemsBefore) {
      return Optional.empty();
    }
    try {
      return Optional.of(make.get());
    } catch (IllegalArgumentException e) {
      for (Problem problem : Json.broken(what, e).problems()) {
        problems.add(new Problem(path + problem.field(), problem.found(), problem.expected()));
      }
      return Optional.empty();
    }
  }

  void problem(String field, String expected) {
    problems.add(new Problem(path + field, found(node.get(field)), expected));
  }

  String text(String field, int charactersMax) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual() || value.textValue().length() > charactersMax) {
      problem(field, "text of at most " + charactersMax + " characters");
      return "";
    }
    return value.textValue();
  }

  @Nullable String optionalText(String field, int charactersMax) {
    return has(field) ? text(field, charactersMax) : null;
  }

  String id(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual() || !Ids.isId(value.textValue())) {
      problem(field, Ids.ID_RULE);
      return "-";
    }
    return value.textValue();
  }

  @Nullable String optionalId(String field) {
    return has(field) ? id(field) : null;
  }

  String channel(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual() || !Ids.isChannel(value.textValue())) {
      problem(field, Ids.CHANNEL_RULE);
      return "x";
    }
    return value.textValue();
  }

  UUID uuid(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isTextual() || !value.textValue().matches(Json.UUID_PATTERN)) {
      problem(field, "a UUID in lower case");
      return NO_UUID;
    }
    return UUID.fromString(value.textValue());
  }

  boolean flag(String field) {
    JsonNode value = node.get(field);
    if (value == null || !value.isBoolean()) {
      problem(field, "true or false");
      return false;
    }
    return value.booleanValue();
  }

  long integer(String field, long min, long max) {
    JsonNode value = node.get(field);
    if (value == null
        || !value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < min
        || value.longValue() > max) {
      problem(field, "a whole number from %d to %d".formatted(min, max));
      return min;
    }
    return value.longValue();
  }

  @Nullable Long optionalInteger(String field, long min, long max) {
    return has(field) ? integer(field, min, max) : null;
  }

  long number(String field) {
    return integer(field, 1, Ids.NUMBER_MAX);
  }

  long time(String field) {
    return integer(field, 0, Ids.TIME_MILLIS_MAX);
  }

  double decimal(String field, double min, double max) {
    JsonNode value = node.get(field);
    double decimal = value != null && value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(decimal >= min && decimal <= max)) {
      problem(field, "a number from %s to %s".formatted(min, max));
      return min;
    }
    return decimal;
  }

  @Nullable Double optionalDecimal(String field, double min, double max) {
    return has(field) ? decimal(field, min, max) : null;
  }

  /// At least two numbers.
  List<Double> decimals(String field, int sizeMax) {
    List<Double> decimals = new ArrayList<>();
    JsonNode value = node.get(field);
    if (value == null || !value.isArray() || value.size() < 2 || value.size() > sizeMax) {
      problem(field, "2 to %d numbers".formatted(sizeMax));
      return decimals;
    }
    for (int i = 0; i < value.size(); i++) {
      JsonNode one = value.get(i);
      if (one.isNumber() && Double.isFinite(one.doubleValue())) {
        decimals.add(one.doubleValue());
      } else {
        problems.add(new Problem("%s%s[%d]".formatted(path, field, i), found(one), "a number"));
      }
    }
    return decimals;
  }

  /// A constant of an enum, by its name in lower kebab case.
  <E extends Enum<E>> E oneOf(String field, Class<E> type) {
    E[] constants = type.getEnumConstants();
    JsonNode value = node.get(field);
    if (value != null && value.isTextual()) {
      for (E constant : constants) {
        if (kebab(constant).equals(value.textValue())) {
          return constant;
        }
      }
    }
    problem(field, "one of " + Arrays.stream(constants).map(Fields::kebab).toList());
    return constants[0];
  }

  /// The word of an enum constant on the wire.
  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A constant of an enum, by its very name.
  <E extends Enum<E>> E named(String field, Class<E> type) {
    E[] constants = type.getEnumConstants();
    JsonNode value = node.get(field);
    for (E constant : constants) {
      if (value != null && constant.name().equals(value.textValue())) {
        return constant;
      }
    }
    problem(field, "one of " + Arrays.toString(constants));
    return constants[0];
  }

  /// Ranges written `[[from,to],…]`.
  List<Ranges.Range> ranges(String field, int rangesMax) {
    List<Ranges.Range> ranges = new ArrayList<>();
    JsonNode value = node.get(field);
    if (value == null || !value.isArray() || value.size() > rangesMax) {
      problem(field, "at most %d ranges [from, to]".formatted(rangesMax));
      return ranges;
    }
    for (int i = 0; i < value.size(); i++) {
      JsonNode pair = value.get(i);
      if (pair.isArray()
          && pair.size() == 2
          && isNumber(pair.get(0))
          && isNumber(pair.get(1))
          && pair.get(0).longValue() <= pair.get(1).longValue()) {
        ranges.add(new Ranges.Range(pair.get(0).longValue(), pair.get(1).longValue()));
      } else {
        problems.add(
            new Problem(
                "%s%s[%d]".formatted(path, field, i),
                found(pair),
                "[from, to], 1 to 2^53-1, from at most to"));
      }
    }
    return ranges;
  }

  private static boolean isNumber(JsonNode node) {
    return node.isIntegralNumber()
        && node.canConvertToLong()
        && node.longValue() >= 1
        && node.longValue() <= Ids.NUMBER_MAX;
  }

  /// How a part is read from its own fields.
  interface Part<T> {
    Supplier<T> read(Fields fields);
  }

  /// A required object.
  <T> Optional<T> part(String field, Part<T> part) {
    if (!(node.get(field) instanceof ObjectNode object)) {
      problem(field, "an object");
      return Optional.empty();
    }
    return part(path + field + ".", object, part);
  }

  /// An object that may be left out.
  <T> @Nullable T optionalPart(String field, Part<T> part) {
    return has(field) ? part(field, part).orElse(null) : null;
  }

  /// A list of objects.
  <T> List<T> parts(String field, int sizeMax, Part<T> part) {
    List<T> parts = new ArrayList<>();
    JsonNode value = node.get(field);
    if (value == null || !value.isArray() || value.size() > sizeMax) {
      problem(field, "a list of at most %d objects".formatted(sizeMax));
      return parts;
    }
    for (int i = 0; i < value.size(); i++) {
      String name = "%s%s[%d]".formatted(path, field, i);
      if (value.get(i) instanceof ObjectNode object) {
        part(name + ".", object, part).ifPresent(parts::add);
      } else {
        problems.add(new Problem(name, found(value.get(i)), "an object"));
      }
    }
    return parts;
  }

  private <T> Optional<T> part(String partPath, ObjectNode object, Part<T> part) {
    Fields fields = new Fields(what, partPath, object, problems);
    int before = problems.size();
    Supplier<T> supplier = part.read(fields);
    return fields.part(before, supplier);
  }

  /// A list of texts.
  List<String> texts(String field, int sizeMax, int charactersMax) {
    List<String> texts = new ArrayList<>();
    JsonNode value = node.get(field);
    if (value == null || !value.isArray() || value.size() > sizeMax) {
      problem(field, "a list of at most %d texts".formatted(sizeMax));
      return texts;
    }
    for (int i = 0; i < value.size(); i++) {
      JsonNode text = value.get(i);
      if (text.isTextual() && text.textValue().length() <= charactersMax) {
        texts.add(text.textValue());
      } else {
        problems.add(
            new Problem(
                "%s%s[%d]".formatted(path, field, i),
                found(text),
                "text of at most " + charactersMax + " characters"));
      }
    }
    return texts;
  }

  /// An object as text, for content that is not ours.
  @Nullable String optionalObject(String field) {
    if (!has(field)) {
      return null;
    }
    if (!(node.get(field) instanceof ObjectNode object)) {
      problem(field, "an object");
      return null;
    }
    return Json.text(object);
  }

  static String found(@Nullable JsonNode node) {
    if (node == null || node.isMissingNode()) {
      return "nothing";
    }
    return switch (node.getNodeType()) {
      case STRING -> Problem.shown(node.textValue());
      case OBJECT -> "an object";
      case ARRAY -> "a list of " + node.size();
      case NUMBER, BOOLEAN, NULL -> Problem.shown(node.asText());
      case BINARY, MISSING, POJO -> "nothing of JSON";
    };
  }
}
