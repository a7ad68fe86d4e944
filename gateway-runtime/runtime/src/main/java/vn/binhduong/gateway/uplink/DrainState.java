package vn.binhduong.gateway.uplink;

import java.util.OptionalLong;

/// When the backlog will be gone, or why it does not go.
///
/// @param millis from now; 0 when there is none beside what is on its way; empty when that is not
///   known
/// @param hindrance why nothing can be said, in one sentence for people; empty when `millis` is
///   there
public record DrainState(OptionalLong millis, String hindrance) {
  static final DrainState NONE = new DrainState(OptionalLong.of(0), "");

  static DrainState in(long millis) {
    return new DrainState(OptionalLong.of(millis), "");
  }

  static DrainState not(String hindrance) {
    return new DrainState(OptionalLong.empty(), hindrance);
  }
}
