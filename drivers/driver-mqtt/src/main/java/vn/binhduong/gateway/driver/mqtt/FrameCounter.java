package vn.binhduong.gateway.driver.mqtt;

import java.util.OptionalLong;

/// Which messages came, by the numbers that their source gave them. Only for the account: what is
/// missing stays missing. Numbers that go back mean that the source began anew, as after a join.
///
/// @param last number that came last; empty before the first
/// @param missed messages that did not come, since the first
record FrameCounter(OptionalLong last, long missed) {
  /// Before anything came.
  static final FrameCounter NONE = new FrameCounter(OptionalLong.empty(), 0);

  FrameCounter {
    if (missed < 0) {
      throw new IllegalArgumentException("missed: expected 0 or more, found " + missed);
    }
  }

  /// How many are missing before this number; none where the source began anew, because then nobody
  /// can know.
  long missedBefore(long number) {
    return last.isPresent() && number > last.getAsLong() ? number - last.getAsLong() - 1 : 0;
  }

  /// Whether the source began anew with this number.
  boolean beganAnew(long number) {
    return last.isPresent() && number < last.getAsLong();
  }

  /// With the message of this number.
  FrameCounter with(long number) {
    return new FrameCounter(OptionalLong.of(number), missed + missedBefore(number));
  }

  /// As the device remembers it; the count of what is missing is that of one opening.
  String toRemember() {
    return last.isPresent() ? "counter " + last.getAsLong() : "";
  }

  /// From what the device remembered; [#NONE] when that is something else.
  static FrameCounter remembered(String text) {
    return text.matches("counter \\d{1,18}")
        ? new FrameCounter(OptionalLong.of(Long.parseLong(text.substring("counter ".length()))), 0)
        : NONE;
  }
}
