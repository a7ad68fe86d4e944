package vn.binhduong.gateway.driver;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares one setting, on a component of a settings record. The sample file, the reference table,
/// the JSON Schema and the checks are all made from it.
///
/// The YAML key is the component name in kebab case (`unitId` is `unit-id`). Component types:
/// `boolean`, `int`, `long`, `double`, `String`, enums (written in lower kebab case),
/// [java.time.Duration] (`250ms`, `1s`, `5min`, `2h`, `60d`), [java.nio.file.Path], [java.net.URI],
/// another settings record, and `List<T>` or `Map<String, T>` of these.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /// No bound, no fallback.
  String NONE = "";

  /// One sentence for people: what it does and, for numbers, the unit.
  String doc();

  /// The value used where the key is missing, as it would be written in YAML. Without it the key is
  /// required, except for lists and maps (empty) and nested records (all their own fallbacks, when
  /// each has one).
  String fallback() default NONE;

  /// Marks a key that may be left out and then is null (the component must be `@Nullable`).
  boolean optional() default false;

  /// Least value, as it would be written in YAML; for strings and lists the least length.
  String min() default NONE;

  /// Greatest value, as it would be written in YAML; for strings and lists the greatest length.
  String max() default NONE;

  /// A regular expression a string must match whole.
  String pattern() default NONE;

  /// Never shown, logged or published.
  boolean secret() default false;

  /// A value for the sample file, where the fallback is not instructive or there is none.
  String example() default NONE;

  /// For a component whose type is a settings record: the value may be a name, and the record is
  /// then read from `<profiles>/<name>.yaml`, first in the directory of profiles beside
  /// `gateway.yaml`, then in the driver's own resources under `/profiles/<profiles>/`.
  String profiles() default NONE;
}
