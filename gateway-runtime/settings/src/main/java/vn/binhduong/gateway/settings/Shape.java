package vn.binhduong.gateway.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import vn.binhduong.gateway.driver.Option;

/// What may stand at a key, read once from the record declarations; binding and every generator
/// work from it.
sealed interface Shape {
  /// A single value.
  record Value(ScalarType type) implements Shape {}

  /// One constant of an enum.
  record Choice(Class<?> type) implements Shape {
    /// The names as they are written, in order of declaration.
    List<String> names() {
      return Stream.of(type.getEnumConstants()).map(Choice::name).toList();
    }

    static String name(Object constant) {
      return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// A list.
  record ListOf(Shape element) implements Shape {}

  /// A mapping with free keys.
  record MapOf(Shape value) implements Shape {}

  /// A settings record.
  record Group(Class<? extends Record> type, List<Declared> components) implements Shape {
    /// The known keys, in order of declaration.
    List<String> keys() {
      return components.stream().map(Declared::key).toList();
    }
  }

  /// A settings record whose mistakes stay its own.
  record Isolated(Group group) implements Shape {}

  /// A settings record chosen by the value of a sibling key.
  record Chosen(String sibling, Map<String, Class<? extends Record>> kinds) implements Shape {}

  /// One component of a settings record.
  record Declared(String key, Shape shape, Option option) {
    boolean hasFallback() {
      return !option.fallback().equals(Option.NONE);
    }

    boolean isProfile() {
      return !option.profiles().equals(Option.NONE);
    }
  }
}
