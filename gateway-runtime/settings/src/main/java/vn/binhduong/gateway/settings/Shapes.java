package vn.binhduong.gateway.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Reads the declarations of settings records. A declaration that breaks the rules of [Option] is a
/// mistake of the programmer and throws [IllegalArgumentException].
final class Shapes {
  private final Map<Class<?>, Map<String, Class<? extends Record>>> kinds;
  private final Deque<Class<?>> within = new ArrayDeque<>();

  Shapes(Map<Class<?>, Map<String, Class<? extends Record>>> kinds) {
    this.kinds = kinds;
  }

  Shape.Group group(Class<? extends Record> type) {
    if (within.contains(type)) {
      throw new IllegalArgumentException(type.getName() + ": a settings record contains itself");
    }
    within.push(type);
    try {
      var declared = new ArrayList<Shape.Declared>();
      for (RecordComponent component : type.getRecordComponents()) {
        declared.add(declared(type, component));
      }
      var group = new Shape.Group(type, List.copyOf(declared));
      for (Shape.Declared component : declared) {
        if (component.shape() instanceof Shape.Chosen chosen
            && !group.keys().contains(chosen.sibling())) {
          throw new IllegalArgumentException(
              "%s: @ByKind names the key '%s', which it has not"
                  .formatted(type.getName(), chosen.sibling()));
        }
      }
      return group;
    } finally {
      within.pop();
    }
  }

  private Shape.Declared declared(Class<?> owner, RecordComponent component) {
    String where = owner.getName() + "." + component.getName();
    Option option = component.getAnnotation(Option.class);
    if (option == null) {
      throw new IllegalArgumentException(where + ": expected @Option");
    }
    ByKind byKind = component.getAnnotation(ByKind.class);
    Shape shape =
        byKind != null
            ? new Shape.Chosen(byKind.value(), kinds.getOrDefault(owner, Map.of()))
            : shape(component.getGenericType(), where);
    if (option.optional() && component.getType().isPrimitive()) {
      throw new IllegalArgumentException(where + ": an optional component cannot be primitive");
    }
    if (!option.profiles().equals(Option.NONE) && !(shape instanceof Shape.Group)) {
      throw new IllegalArgumentException(where + ": profiles need a settings record");
    }
    return new Shape.Declared(KeyPath.kebab(component.getName()), shape, option);
  }

  private Shape shape(Type type, String where) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new Shape.ListOf(shape(arguments[0], where));
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return new Shape.MapOf(shape(arguments[1], where));
      }
      if (generic.getRawType() == Bound.class
          && shape(arguments[0], where) instanceof Shape.Group group) {
        return new Shape.Isolated(group);
      }
    } else if (type instanceof Class<?> plain) {
      @Nullable ScalarType scalar = ScalarType.of(plain);
      if (scalar != null) {
        return new Shape.Value(scalar);
      }
      if (plain.isEnum()) {
        return new Shape.Choice(plain);
      }
      if (plain.isRecord()) {
        return group(plain.asSubclass(Record.class));
      }
    }
    throw new IllegalArgumentException(where + ": no setting can be of type " + type.getTypeName());
  }
}
