package vn.binhduong.gateway.driver.testkit;

/// A rule of the driver API that the driver under test broke, though it may have gone on.
///
/// @param rule which one
/// @param text what was found, for people
public record Violation(Rule rule, String text) {
  /// The rules of [vn.binhduong.gateway.driver.ReadingSink] and [vn.binhduong.gateway.driver.Link]
  /// that can be watched from outside.
  public enum Rule {
    /// A sample has at least one reading.
    NOT_EMPTY,
    /// Only channels that `channels()` listed when the device was opened.
    DECLARED_CHANNELS,
    /// A channel at most once in a sample.
    CHANNEL_ONCE,
    /// Times come from the injected clock: neither later than it nor too old.
    TIME_OF_CLOCK,
    /// Times never go back.
    TIME_FORWARD,
    /// NaN if and only if the quality is bad, never infinite.
    NAN_IF_BAD,
    /// The sink is used on the thread of the call, and only while the call lasts.
    SINK_OF_CALL,
    /// A driver never closes its link.
    LINK_LEFT_OPEN
  }

  @Override
  public String toString() {
    return rule + ": " + text;
  }
}
