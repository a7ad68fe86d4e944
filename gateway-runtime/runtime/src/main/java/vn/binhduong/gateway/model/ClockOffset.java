package vn.binhduong.gateway.model;

import java.util.UUID;

/// From one instant of a boot on, wall time is monotonic time plus this offset.
///
/// @param boot the kernel's boot id
/// @param fromNanos first monotonic nanosecond it holds for
/// @param offsetNanos wall time (nanoseconds since 1970) minus monotonic nanoseconds
/// @param state how the offset is known
public record ClockOffset(UUID boot, long fromNanos, long offsetNanos, ClockState state) {}
