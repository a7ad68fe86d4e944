package vn.binhduong.gateway.settings;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a component of type [Record] whose record is chosen by a sibling key, such as the settings
/// of a device by its `driver`. [Settings#withKinds] says which kinds there are.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ByKind {
  /// The sibling's key in kebab case; its component is a String.
  String value();
}
