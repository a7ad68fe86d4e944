package vn.binhduong.gateway.driver.testkit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Option;

/// Rules about the code of a factory and its settings record, seen without opening anything.
final class DeclarationRules {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          boolean.class,
          int.class,
          long.class,
          double.class,
          Boolean.class,
          Integer.class,
          Long.class,
          Double.class,
          String.class,
          Duration.class,
          Path.class,
          URI.class);

  private DeclarationRules() {}

  /// Whether ServiceLoader finds a factory.
  static boolean isListed(Class<?> factory) {
    ServiceLoader<?> listed = ServiceLoader.load(DriverFactory.class);
    return listed.stream().anyMatch(found -> found.type() == factory);
  }

  /// What is wrong with a settings record, one text per mistake.
  static List<String> settingsMistakes(Class<?> settings) {
    List<String> mistakes = new ArrayList<>();
    for (RecordComponent component : settings.getRecordComponents()) {
      String where = settings.getSimpleName() + "." + component.getName();
      Option option = component.getAnnotation(Option.class);
      if (option == null) {
        mistakes.add(where + ": expected @Option, found none");
        continue;
      }
      if (option.doc().isBlank()) {
        mistakes.add(where + ": expected a doc, found a blank one");
      }
      if (option.optional() && !nullable(component)) {
        mistakes.add(where + ": expected @Nullable on an optional setting, found none");
      }
      if (option.optional() && !option.fallback().isEmpty()) {
        mistakes.add(where + ": expected no fallback on an optional setting, found one");
      }
      typeMistakes(where, component.getGenericType(), mistakes);
    }
    return mistakes;
  }

  private static boolean nullable(RecordComponent component) {
    AnnotatedElement type = component.getAnnotatedType();
    return type.isAnnotationPresent(Nullable.class);
  }

  private static void typeMistakes(String where, Type type, List<String> mistakes) {
    switch (type) {
      case Class<?> plain when PLAIN.contains(plain) || plain.isEnum() -> {}
      case Class<?> nested when nested.isRecord() -> mistakes.addAll(settingsMistakes(nested));
      case ParameterizedType list when list.getRawType() == List.class ->
          typeMistakes(where, list.getActualTypeArguments()[0], mistakes);
      case ParameterizedType map
          when map.getRawType() == Map.class && map.getActualTypeArguments()[0] == String.class ->
          typeMistakes(where, map.getActualTypeArguments()[1], mistakes);
      default -> mistakes.add(where + ": expected a type that @Option lists, found " + type);
    }
  }

  /// The values of the settings marked secret, through nested records.
  static List<String> secrets(Record settings) {
    List<String> secrets = new ArrayList<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      Object value = value(settings, component);
      if (value instanceof Record nested) {
        secrets.addAll(secrets(nested));
      } else if (option != null
          && option.secret()
          && value != null
          && !value.toString().isEmpty()) {
        secrets.add(value.toString());
      }
    }
    return secrets;
  }

  private static @Nullable Object value(Record settings, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError(impossible.getMessage(), impossible);
    }
  }

  /// Fields in which a factory could keep something from one device to the next.
  static List<String> stateOf(Class<?> factory) {
    List<String> state = new ArrayList<>();
    for (Class<?> type = factory;
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean fixed = Modifier.isFinal(field.getModifiers());
        boolean constant = fixed && Modifier.isStatic(field.getModifiers());
        if (!field.isSynthetic() && !constant && (!fixed || holdsMore(field.getType()))) {
          state.add(field.getType().getSimpleName() + " " + field.getName());
        }
      }
    }
    return state;
  }

  private static boolean holdsMore(Class<?> type) {
    return type.isArray()
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || type.getName().startsWith("java.util.concurrent.");
  }
}
