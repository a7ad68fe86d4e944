package vn.binhduong.gateway.settings;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Makes records from nodes and gathers everything that is wrong. Used once.
final class Binder {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column);

  private final Shapes shapes;
  private final Profiles profiles;
  private List<Problem> problems = new ArrayList<>();

  Binder(Shapes shapes, Profiles profiles) {
    this.shapes = shapes;
    this.profiles = profiles;
  }

  <R extends Record> Bound<R> bind(YamlNode root, Class<R> type) {
    return isolated(shapes.group(type), type, root, "");
  }

  /// What became of one node: a value (null is one), or nothing because of a mistake that was
  /// noted.
  private record Outcome(boolean ok, @Nullable Object value) {
    static final Outcome FAILED = new Outcome(false, null);

    static Outcome of(@Nullable Object value) {
      return new Outcome(true, value);
    }
  }

  private <R extends Record> Bound<R> isolated(
      Shape.Group group, Class<R> type, YamlNode node, String path) {
    List<Problem> outer = problems;
    problems = new ArrayList<>();
    Outcome outcome = group(group, node, path);
    List<Problem> own = problems;
    problems = outer;
    var origin = new Origin(node, path);
    if (outcome.value != null && own.isEmpty()) {
      return new Bound.Value<>(type.cast(outcome.value), origin);
    }
    own.sort(BY_PLACE);
    return new Bound.Invalid<>(own, origin);
  }

  private <R extends Record> Bound<R> duplicate(
      YamlNode.Entry first, YamlNode.Entry second, String path) {
    Position at = second.key().at();
    var problem =
        at.problem(path, "the same key again", "", "first in line " + first.key().at().line());
    return new Bound.Invalid<>(List.of(problem), new Origin(second.value(), path));
  }

  private Outcome node(Shape shape, Option option, YamlNode node, String path) {
    return switch (shape) {
      case Shape.Value value -> value(value.type(), option, node, path);
      case Shape.Choice choice -> choice(choice, option, node, path);
      case Shape.ListOf list -> list(list, option, node, path);
      case Shape.MapOf map -> map(map, option, node, path);
      case Shape.Group group -> group(group, node, path);
      case Shape.Isolated(Shape.Group group) ->
          Outcome.of(isolated(group, group.type(), node, path));
      case Shape.Chosen chosen ->
          throw new IllegalStateException("chosen by its sibling, bound with it: " + path);
    };
  }

  // ---- single values

  /// What to do about a value in quotes: without them it may still be no value.
  private static String withoutQuotes(ScalarType type, Option option, String text) {
    try {
      return Limits.within(type, option, type.parse(text)) ? "remove the quotes" : "";
    } catch (ScalarType.Mismatch e) {
      return e.hint();
    }
  }

  private Outcome value(ScalarType type, Option option, YamlNode node, String path) {
    String expected = Words.of(type, option);
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return mistake(node, path, expected, "");
    }
    if (type.mustBePlain() && !scalar.plain()) {
      return mistake(
          node.at(),
          path,
          option.secret() ? "text" : "the text '" + scalar.text() + "'",
          expected,
          withoutQuotes(type, option, scalar.text()));
    }
    String found = option.secret() ? "something else" : node.words();
    try {
      Object value = type.parse(scalar.text());
      if (!Limits.within(type, option, value)) {
        return mistake(node.at(), path, found, expected, "");
      }
      return Outcome.of(value);
    } catch (ScalarType.Mismatch e) {
      return mistake(node.at(), path, found, expected, e.hint());
    }
  }

  private Outcome choice(Shape.Choice choice, Option option, YamlNode node, String path) {
    List<String> names = choice.names();
    String expected = "one of " + String.join(", ", names);
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return mistake(node, path, expected, "");
    }
    int index = names.indexOf(scalar.text());
    if (index >= 0) {
      return Outcome.of(choice.type().getEnumConstants()[index]);
    }
    String hint =
        Suggestion.of(scalar.text(), names).map(s -> "did you mean '" + s + "'?").orElse("");
    return mistake(node.at(), path, option.secret() ? "" : node.words(), expected, hint);
  }

  // ---- lists and maps

  private Outcome list(Shape.ListOf list, Option option, YamlNode node, String path) {
    String expected = Words.list(option);
    List<YamlNode> elements;
    if (node instanceof YamlNode.Sequence sequence) {
      elements = sequence.elements();
    } else if (node instanceof YamlNode.Scalar scalar && scalar.isNull()) {
      elements = List.of();
    } else {
      return mistake(node, path, expected, "begin each element with '- '");
    }
    if (!Limits.size(option, elements.size())) {
      return mistake(node.at(), path, elements.size() + " elements", expected, "");
    }
    var values = new ArrayList<Object>();
    boolean ok = true;
    Option inner = Limits.ofElement(option);
    for (int i = 0; i < elements.size(); i++) {
      Outcome outcome = node(list.element(), inner, elements.get(i), KeyPath.element(path, i));
      ok &= outcome.ok;
      if (outcome.value != null) {
        values.add(outcome.value);
      }
    }
    return ok ? Outcome.of(List.copyOf(values)) : Outcome.FAILED;
  }

  private Outcome map(Shape.MapOf map, Option option, YamlNode node, String path) {
    String expected = Words.map(option);
    List<YamlNode.Entry> entries;
    if (node instanceof YamlNode.Mapping mapping) {
      entries = mapping.entries();
    } else if (node instanceof YamlNode.Scalar scalar && scalar.isNull()) {
      entries = List.of();
    } else {
      return mistake(node, path, expected, "");
    }
    if (!Limits.size(option, entries.size())) {
      return mistake(node.at(), path, entries.size() + " keys", expected, "");
    }
    var values = new LinkedHashMap<String, Object>();
    var first = new LinkedHashMap<String, YamlNode.Entry>();
    boolean ok = true;
    for (YamlNode.Entry entry : entries) {
      String key = entry.key().text();
      String below = KeyPath.below(path, key);
      YamlNode.Entry before = first.putIfAbsent(key, entry);
      if (before != null) {
        Bound<?> twice = duplicate(before, entry, below);
        if (map.value() instanceof Shape.Isolated) {
          values.put(key, twice);
        } else {
          problems.addAll(twice.problems());
          ok = false;
        }
        continue;
      }
      if (!Limits.key(option, key)) {
        Problem bad =
            entry
                .key()
                .at()
                .problem(below, "the key '" + key + "'", "a key matching " + option.pattern(), "");
        if (map.value() instanceof Shape.Isolated) {
          values.put(key, new Bound.Invalid<>(List.of(bad), new Origin(entry.value(), below)));
          continue;
        }
        problems.add(bad);
        ok = false;
      }
      Outcome outcome = node(map.value(), Limits.ofValue(option), entry.value(), below);
      ok &= outcome.ok;
      if (outcome.value != null) {
        values.put(key, outcome.value);
      }
    }
    return ok ? Outcome.of(Collections.unmodifiableMap(values)) : Outcome.FAILED;
  }

  // ---- records

  private Outcome group(Shape.Group group, YamlNode node, String path) {
    Map<String, YamlNode> found;
    int before = problems.size();
    if (node instanceof YamlNode.Mapping mapping) {
      found = known(group, mapping, path);
    } else if (node instanceof YamlNode.Scalar scalar && scalar.isNull()) {
      found = Map.of();
    } else {
      return mistake(node, path, "keys: " + String.join(", ", group.keys()), "");
    }
    List<Shape.Declared> components = group.components();
    var arguments = new @Nullable Object[components.size()];
    for (int i = 0; i < arguments.length; i++) {
      Shape.Declared declared = components.get(i);
      if (!(declared.shape() instanceof Shape.Chosen)) {
        arguments[i] = component(group, declared, node, found, path).value;
      }
    }
    for (int i = 0; i < arguments.length; i++) {
      Shape.Declared declared = components.get(i);
      if (declared.shape() instanceof Shape.Chosen chosen) {
        int sibling = group.keys().indexOf(chosen.sibling());
        arguments[i] = chosen(chosen, declared, node, arguments[sibling], found, path).value;
      }
    }
    if (problems.size() > before) {
      return Outcome.FAILED;
    }
    return construct(group.type(), arguments, node, path);
  }

  private Map<String, YamlNode> known(Shape.Group group, YamlNode.Mapping mapping, String path) {
    var found = new LinkedHashMap<String, YamlNode>();
    var first = new LinkedHashMap<String, YamlNode.Entry>();
    List<String> keys = group.keys();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.key().text();
      String below = KeyPath.below(path, key);
      YamlNode.Entry before = first.putIfAbsent(key, entry);
      if (before != null) {
        problems.addAll(duplicate(before, entry, below).problems());
      } else if (keys.contains(key)) {
        found.put(key, entry.value());
      } else {
        String hint = Suggestion.hint(key, keys, "known keys");
        mistake(entry.key().at(), below, "unknown key", "", hint);
      }
    }
    return found;
  }

  private Outcome component(
      Shape.Group group,
      Shape.Declared declared,
      YamlNode node,
      Map<String, YamlNode> found,
      String path) {
    Option option = declared.option();
    String below = KeyPath.below(path, declared.key());
    YamlNode value = found.get(declared.key());
    if (option.optional() && isNothing(value)) {
      return Outcome.of(null);
    }
    if (value == null && declared.hasFallback()) {
      value = fallback(group, declared);
    }
    if (value == null) {
      return switch (declared.shape()) {
        case Shape.ListOf list when option.min().equals(Option.NONE) -> Outcome.of(List.of());
        case Shape.MapOf map when option.min().equals(Option.NONE) -> Outcome.of(Map.of());
        case Shape.Group inner when !declared.isProfile() ->
            group(inner, new YamlNode.Mapping(List.of(), node.at()), below);
        case Shape shape ->
            mistake(node.at(), below, "nothing", Words.of(shape, option), "the key is required");
      };
    }
    if (declared.isProfile() && declared.shape() instanceof Shape.Group inner) {
      return profile(group.type(), inner, option.profiles(), value, below);
    }
    return node(declared.shape(), option, value, below);
  }

  private static boolean isNothing(@Nullable YamlNode node) {
    return node == null || (node instanceof YamlNode.Scalar scalar && scalar.isNull());
  }

  private static YamlNode fallback(Shape.Group group, Shape.Declared declared) {
    String name = group.type().getSimpleName() + "." + declared.key() + " (fallback)";
    try {
      return YamlReader.read(new YamlText(name, declared.option().fallback()));
    } catch (YamlReader.Unreadable e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private Outcome chosen(
      Shape.Chosen chosen,
      Shape.Declared declared,
      YamlNode node,
      @Nullable Object kind,
      Map<String, YamlNode> found,
      String path) {
    if (!(kind instanceof String name)) {
      return Outcome.FAILED; // the sibling's own mistake was noted
    }
    Class<? extends Record> type = chosen.kinds().get(name);
    if (type == null) {
      YamlNode sibling = found.getOrDefault(chosen.sibling(), node);
      var known = chosen.kinds().keySet();
      String hint = Suggestion.of(name, known).map(s -> "did you mean '" + s + "'?").orElse("");
      String expected =
          known.isEmpty() ? "nothing, as there is none" : "one of " + String.join(", ", known);
      return mistake(
          sibling.at(), KeyPath.below(path, chosen.sibling()), "'" + name + "'", expected, hint);
    }
    YamlNode value = found.getOrDefault(declared.key(), new YamlNode.Mapping(List.of(), node.at()));
    String below = KeyPath.below(path, declared.key());
    Shape.Group group;
    try {
      group = shapes.group(type);
    } catch (IllegalArgumentException e) {
      return mistake(
          value.at(),
          below,
          "settings that are declared wrongly: " + e.getMessage(),
          "",
          "this is a mistake in the program, not in the file");
    }
    return group(group, value, below);
  }

  private Outcome profile(
      Class<?> owner, Shape.Group group, String kind, YamlNode node, String path) {
    if (!(node instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
      return node instanceof YamlNode.Mapping
          ? group(group, node, path)
          : mistake(node, path, "the name of a profile, or the profile itself", "");
    }
    String name = scalar.text();
    if (!Profiles.NAME.matcher(name).matches()) {
      return mistake(node, path, "the name of a profile: 1 to 64 letters, digits, '-' or '_'", "");
    }
    try {
      var text = profiles.find(owner, kind, name);
      if (text.isEmpty()) {
        var known = profiles.names(owner, kind);
        String hint = Suggestion.hint(name, known, "there are");
        return mistake(node.at(), path, "no profile '" + name + "'", "", hint);
      }
      return group(group, YamlReader.read(text.get()), path);
    } catch (IOException e) {
      String found = "profile '" + name + "' cannot be read: " + Settings.reason(e);
      return mistake(node.at(), path, found, "", "");
    } catch (YamlReader.Unreadable e) {
      problems.add(e.problem());
      return Outcome.FAILED;
    }
  }

  private Outcome construct(
      Class<? extends Record> type, @Nullable Object[] arguments, YamlNode node, String path) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Outcome.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      Throwable refusal = e.getCause();
      if (refusal instanceof Error error) {
        throw error;
      }
      String found =
          refusal instanceof IllegalArgumentException && refusal.getMessage() != null
              ? refusal.getMessage()
              : "refused by the settings: " + refusal;
      return mistake(node.at(), path, found, "", "");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + ": cannot be constructed", e);
    }
  }

  // ---- mistakes

  private Outcome mistake(YamlNode node, String path, String expected, String hint) {
    return mistake(node.at(), path, node.words(), expected, hint);
  }

  private Outcome mistake(Position at, String path, String found, String expected, String hint) {
    problems.add(at.problem(path, found, expected, hint));
    return Outcome.FAILED;
  }
}
