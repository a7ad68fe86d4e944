package vn.binhduong.gateway.settings;

import java.util.List;
import java.util.stream.Collectors;

/// What became of a part of a settings file: a record, or all that is wrong with it.
///
/// A component of type `Map<String, Bound<R>>` keeps the mistakes of each entry to itself, so that
/// one bad entry does not spoil the file.
///
/// @param <R> the settings record
public sealed interface Bound<R extends Record> {
  /// The mistakes, by place in the file; empty if and only if there is a value.
  List<Problem> problems();

  /// Where it stands, for checks that come later.
  Origin origin();

  /// The record.
  ///
  /// @throws IllegalArgumentException with all mistakes, one a line, when there is none
  R orThrow();

  /// A record without mistakes.
  ///
  /// @param value the record
  /// @param origin where it stands, for checks that come later
  record Value<R extends Record>(R value, Origin origin) implements Bound<R> {
    @Override
    public List<Problem> problems() {
      return List.of();
    }

    @Override
    public R orThrow() {
      return value;
    }
  }

  /// No record, but at least one mistake.
  ///
  /// @param problems the mistakes, by place in the file
  /// @param origin where it stands
  record Invalid<R extends Record>(List<Problem> problems, Origin origin) implements Bound<R> {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("problems: expected at least one");
      }
    }

    @Override
    public R orThrow() {
      throw new IllegalArgumentException(
          problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
  }
}
