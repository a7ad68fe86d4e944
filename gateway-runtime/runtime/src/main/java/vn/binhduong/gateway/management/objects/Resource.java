package vn.binhduong.gateway.management.objects;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.leshan.core.model.ResourceModel;
import org.eclipse.leshan.core.node.ObjectLink;
import org.jspecify.annotations.Nullable;

/// One row of an [ObjectTable]: a resource of its model, and what this gateway does with it. Name,
/// meaning, type, unit and operations stand in the model; where the value comes from stands here.
///
/// @param <S> what an instance of the object is about
sealed interface Resource<S> {
  /// Its id in the model.
  int id();

  /// Where the value comes from, what executing it does, or why it is not there; for people.
  String source();

  /// A resource with a value.
  ///
  /// @param type of the value, as the model has it
  /// @param read the value, or by number of the resource instance a [Map] of values; null or an
  ///   empty map when there is none
  /// @param write takes a new value and says whether it is acceptable; null when the gateway does
  ///   not let it be written
  /// @param notifies whether a change of it alone is told to observers; false for what changes all
  ///   the time or is large
  record Valued<S>(
      int id,
      ResourceModel.Type type,
      String source,
      Function<S, @Nullable Object> read,
      @Nullable Writer<S> write,
      boolean notifies)
      implements Resource<S> {
    /// The same, told to observers only together with something else.
    Valued<S> quiet() {
      return new Valued<>(id, type, source, read, write, false);
    }

    /// The same, and it can be written.
    Valued<S> writable(Writer<S> writer) {
      return new Valued<>(id, type, source, read, writer, notifies);
    }
  }

  /// A resource that is executed.
  ///
  /// @param action does it and says why it is not possible now (4.05); null when it was done
  record Executable<S>(int id, String source, Function<S, @Nullable String> action)
      implements Resource<S> {}

  /// A resource of the model that this gateway does not have, and why.
  record Absent<S>(int id, String source) implements Resource<S> {}

  /// Takes a value from a server.
  @FunctionalInterface
  interface Writer<S> {
    /// Takes `value`, of the Java type Leshan has for the type of the resource; of a resource with
    /// instances a [Map] of them by number.
    ///
    /// @return what is wrong with it; null when it was taken
    @Nullable String write(S subject, Object value);
  }

  static <S> Valued<S> number(int id, String source, Function<S, @Nullable Double> read) {
    return readable(id, ResourceModel.Type.FLOAT, source, read);
  }

  static <S> Valued<S> integer(int id, String source, Function<S, @Nullable Long> read) {
    return readable(id, ResourceModel.Type.INTEGER, source, read);
  }

  static <S> Valued<S> flag(int id, String source, Function<S, @Nullable Boolean> read) {
    return readable(id, ResourceModel.Type.BOOLEAN, source, read);
  }

  /// An empty text is no value.
  static <S> Valued<S> text(int id, String source, Function<S, @Nullable String> read) {
    return readable(
        id,
        ResourceModel.Type.STRING,
        source,
        subject -> {
          String text = read.apply(subject);
          return text == null || text.isEmpty() ? null : text;
        });
  }

  static <S> Valued<S> bytes(int id, String source, Function<S, byte @Nullable []> read) {
    return readable(id, ResourceModel.Type.OPAQUE, source, read);
  }

  /// LwM2M tells time in whole seconds.
  static <S> Valued<S> time(int id, String source, Function<S, @Nullable Instant> read) {
    return readable(
        id,
        ResourceModel.Type.TIME,
        source,
        subject -> {
          Instant time = read.apply(subject);
          return time == null ? null : Date.from(time.truncatedTo(ChronoUnit.SECONDS));
        });
  }

  static <S> Valued<S> texts(int id, String source, Function<S, Map<Integer, String>> read) {
    return readable(id, ResourceModel.Type.STRING, source, read);
  }

  static <S> Valued<S> integers(int id, String source, Function<S, Map<Integer, Long>> read) {
    return readable(id, ResourceModel.Type.INTEGER, source, read);
  }

  static <S> Valued<S> blobs(int id, String source, Function<S, Map<Integer, byte[]>> read) {
    return readable(id, ResourceModel.Type.OPAQUE, source, read);
  }

  static <S> Valued<S> links(int id, String source, Function<S, Map<Integer, ObjectLink>> read) {
    return readable(id, ResourceModel.Type.OBJLNK, source, read);
  }

  static <S> Executable<S> action(int id, String effect, Consumer<S> action) {
    return attempt(
        id,
        effect,
        subject -> {
          action.accept(subject);
          return null;
        });
  }

  /// Something that is not always possible.
  static <S> Executable<S> attempt(int id, String effect, Function<S, @Nullable String> action) {
    return new Executable<>(id, effect, action);
  }

  static <S> Absent<S> absent(int id, String why) {
    return new Absent<>(id, why);
  }

  /// Values as the instances 0, 1, 2 ... of a resource.
  static <T> Map<Integer, T> numbered(List<T> values) {
    Map<Integer, T> byNumber = HashMap.newHashMap(values.size());
    for (int i = 0; i < values.size(); i++) {
      byNumber.put(i, values.get(i));
    }
    return byNumber;
  }

  private static <S> Valued<S> readable(
      int id,
      ResourceModel.Type type,
      String source,
      Function<S, ? extends @Nullable Object> read) {
    return new Valued<>(id, type, source, read::apply, null, true);
  }
}
