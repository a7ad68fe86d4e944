package vn.binhduong.gateway.update;

import java.time.Duration;

/// What can happen to an update; see [Machine].
public sealed interface Signal {
  /// A package is to be fetched or was brought.
  ///
  /// @param id of the update, new
  /// @param source an address that was checked, or [Journal#FROM_FILE]
  record Begin(String id, String source) implements Signal {}

  /// A download is tried.
  ///
  /// @param etag of what the server has, empty when it tells none
  record Attempt(String etag) implements Signal {}

  /// The package or its source is not accepted.
  ///
  /// @param code the result
  /// @param reason for people
  record Refused(ResultCode code, String reason) implements Signal {}

  /// It stands in its slot.
  ///
  /// @param manifest its manifest
  record Installed(Manifest manifest) implements Signal {}

  /// It is to be used now.
  record Apply() implements Signal {}

  /// It is to be used later.
  ///
  /// @param reason for people
  record Defer(String reason) implements Signal {}

  /// The supervisor is done.
  ///
  /// @param confirmed whether the new version stays
  /// @param reason for people
  record Outcome(boolean confirmed, String reason) implements Signal {}

  /// It is called off.
  record Cancel() implements Signal {}

  /// It is forgotten without a result.
  record Clear() implements Signal {}

  /// The result was reported.
  record Told() implements Signal {}

  /// Time went by.
  ///
  /// @param time since the last such signal, not negative
  record Passed(Duration time) implements Signal {}
}
