package vn.binhduong.gateway.model;

import java.util.UUID;

/// An instant by the monotonic clock of one boot of the machine; never steps, never goes back.
///
/// Wall time is computed from it when a sample is encoded, because only then the offset of that
/// boot may be known.
///
/// @param boot the kernel's boot id
/// @param nanos nanoseconds of the monotonic clock since that boot, at least 0
public record BootTime(UUID boot, long nanos) {
  public BootTime {
    if (nanos < 0) {
      throw new IllegalArgumentException("nanos: expected at least 0, found " + nanos);
    }
  }
}
