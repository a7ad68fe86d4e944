package vn.binhduong.gateway.settings;

import java.lang.annotation.Annotation;
import java.util.regex.Pattern;
import vn.binhduong.gateway.driver.Option;

/// Checks the bounds that an [Option] declares.
final class Limits {
  private Limits() {}

  /// Whether a single value keeps its bounds: its own for numbers and durations, its length for
  /// text.
  static boolean within(ScalarType type, Option option, Object value) {
    return switch (type) {
      case INT, LONG, DOUBLE, DURATION ->
          (option.min().isEmpty() || compare(value, limit(type, option.min())) >= 0)
              && (option.max().isEmpty() || compare(value, limit(type, option.max())) <= 0);
      case STRING -> {
        String text = (String) value;
        yield size(option, text.length()) && key(option, text);
      }
      case BOOLEAN, PATH, URI_REFERENCE -> true;
    };
  }

  /// Whether a length or a number of elements keeps the bounds.
  static boolean size(Option option, int size) {
    return (option.min().isEmpty() || size >= Integer.parseInt(option.min()))
        && (option.max().isEmpty() || size <= Integer.parseInt(option.max()));
  }

  /// Whether a text, or a key of a map, matches the pattern.
  static boolean key(Option option, String text) {
    return option.pattern().isEmpty() || Pattern.matches(option.pattern(), text);
  }

  static Object limit(ScalarType type, String text) {
    try {
      return type.parse(text);
    } catch (ScalarType.Mismatch e) {
      throw new IllegalArgumentException("bound '" + text + "': expected " + type.words(), e);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static int compare(Object a, Object b) {
    return ((Comparable) a).compareTo(b);
  }

  /// The bounds of the elements of a list: its pattern. Its bounds are about its length.
  static Option ofElement(Option list) {
    return new Element(list.doc(), list.pattern(), list.secret());
  }

  /// The bounds of the values of a map: none.
  static Option ofValue(Option map) {
    return new Element(map.doc(), Option.NONE, map.secret());
  }

  @SuppressWarnings("ClassExplicitlyAnnotation")
  private record Element(String doc, String pattern, boolean secret) implements Option {
    @Override
    public String fallback() {
      return NONE;
    }

    @Override
    public boolean optional() {
      return false;
    }

    @Override
    public String min() {
      return NONE;
    }

    @Override
    public String max() {
      return NONE;
    }

    @Override
    public String example() {
      return NONE;
    }

    @Override
    public String profiles() {
      return NONE;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
      return Option.class;
    }
  }
}
