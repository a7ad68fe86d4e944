package vn.binhduong.gateway.settings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads settings records from YAML, with all mistakes at once, each with its file, line and key.
///
/// A settings record is a record whose components carry [vn.binhduong.gateway.driver.Option]; a
/// compact constructor may refuse combinations with an [IllegalArgumentException], which becomes a
/// mistake at the line of the record. Immutable; safe for any thread.
///
///     Bound<ModbusDevice> bound = Settings.standard().read(Path.of("wx1.yaml"), ModbusDevice.class);
///     switch (bound) {
///       case Bound.Value<ModbusDevice>(var settings, var origin) -> use(settings);
///       case Bound.Invalid<ModbusDevice>(var problems, var origin) -> problems.forEach(log::error);
///     }
public final class Settings {
  private final @Nullable Path profiles;
  private final Map<Class<?>, Map<String, Class<? extends Record>>> kinds;

  private Settings(
      @Nullable Path profiles, Map<Class<?>, Map<String, Class<? extends Record>>> kinds) {
    this.profiles = profiles;
    this.kinds = kinds;
  }

  /// Settings without a directory of profiles (only those shipped as resources) and without kinds.
  public static Settings standard() {
    return new Settings(null, Map.of());
  }

  /// The same, which also finds profiles in `<directory>/<profiles>/<name>.yaml` and
  /// `<directory>/<name>.yaml`, before those shipped as resources.
  public Settings withProfiles(Path directory) {
    return new Settings(directory, kinds);
  }

  /// The same, which also knows the records that may stand at the [ByKind] component of `owner`.
  ///
  /// @param owner the record with the [ByKind] component
  /// @param records the record of each kind
  public Settings withKinds(
      Class<? extends Record> owner, Map<String, Class<? extends Record>> records) {
    var more = new HashMap<>(kinds);
    more.put(owner, Collections.unmodifiableMap(new TreeMap<>(records)));
    return new Settings(profiles, Map.copyOf(more));
  }

  /// Reads a file; one that cannot be read is a mistake like any other.
  public <R extends Record> Bound<R> read(Path file, Class<R> type) {
    try {
      return read(YamlText.read(file), type);
    } catch (IOException e) {
      Position at = Position.whole(file.toString());
      var problem = at.problem("", "cannot be read: " + reason(e), "", "");
      return new Bound.Invalid<>(List.of(problem), new Origin(empty(at), ""));
    }
  }

  /// Reads a text.
  public <R extends Record> Bound<R> read(YamlText text, Class<R> type) {
    YamlNode root;
    try {
      root = YamlReader.read(text);
    } catch (YamlReader.Unreadable e) {
      var origin = new Origin(empty(Position.whole(text.name())), "");
      return new Bound.Invalid<>(List.of(e.problem()), origin);
    }
    return bind(root, type);
  }

  /// The record with every fallback, as from an empty file.
  ///
  /// @throws IllegalArgumentException naming the keys that have none
  public <R extends Record> R defaults(Class<R> type) {
    return bind(empty(Position.whole(type.getSimpleName())), type).orThrow();
  }

  /// A sample file: every key with its documentation, its fallback or an example.
  public String sample(Class<? extends Record> type) {
    return new SampleYaml(new Shapes(kinds)).write(type);
  }

  /// The reference in Markdown: one table for each settings record.
  ///
  /// @param title heading of the first table
  public String reference(Class<? extends Record> type, String title) {
    return new ReferenceTable(new Shapes(kinds)).write(type, title);
  }

  /// A JSON Schema (2020-12) that editors check and complete with.
  ///
  /// @param title title of the schema
  public String schema(Class<? extends Record> type, String title) {
    return new JsonSchema(new Shapes(kinds)).write(type, title);
  }

  private <R extends Record> Bound<R> bind(YamlNode root, Class<R> type) {
    return new Binder(new Shapes(kinds), new Profiles(profiles)).bind(root, type);
  }

  private static YamlNode empty(Position at) {
    return new YamlNode.Mapping(List.of(), at);
  }

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
