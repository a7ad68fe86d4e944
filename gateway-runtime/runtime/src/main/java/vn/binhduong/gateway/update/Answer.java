package vn.binhduong.gateway.update;

import java.util.OptionalLong;

/// What a server says when it is asked for a package of which some bytes are already there.
sealed interface Answer {
  /// The content follows.
  ///
  /// @param from the place of its first byte: at most what is there, or 0 when the server begins
  ///   anew
  /// @param total size of the whole, empty when the server does not tell
  /// @param etag by which a later attempt can go on; empty when there is none
  record Content(long from, OptionalLong total, String etag) implements Answer {}

  /// What is there is no beginning of what the server has; it is thrown away.
  ///
  /// @param reason for people
  record Useless(String reason) implements Answer {}

  /// Perhaps later.
  ///
  /// @param reason for people
  record Later(String reason) implements Answer {}

  /// Never.
  ///
  /// @param code the result
  /// @param reason for people
  record Never(ResultCode code, String reason) implements Answer {}
}
