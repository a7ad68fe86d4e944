package vn.binhduong.gateway.clock;

import vn.binhduong.gateway.model.ClockOffset;

/// A new clock offset holds.
///
/// @param before the offset that held until now
/// @param after the offset that holds from [ClockOffset#fromNanos] on
/// @param correctsBoot whether everything measured earlier in this boot is now computed with the
///   new offset too (the first synchronisation of a boot)
public record ClockChange(ClockOffset before, ClockOffset after, boolean correctsBoot) {
  /// By how much wall time moved, in nanoseconds; positive when it went forward.
  public long stepNanos() {
    return after.offsetNanos() - before.offsetNanos();
  }
}
