package vn.binhduong.gateway.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An immutable picture of one component.
///
/// @param component its name, such as `device/wx1`, `link/bus1`, `store`, `uplink`
/// @param state the state it is in
/// @param since when it came into that state, by the steady clock of the process
/// @param message why, for people; empty where there is nothing to say
/// @param quiet whether it is ready, in state STARTING, and will not be heard of for so long that
///   nobody should wait for it
/// @param polls attempts made
/// @param failures attempts that failed
/// @param missed scheduled attempts that were skipped because an earlier one took too long
/// @param samples samples given on
/// @param lastSuccess end of the last attempt that succeeded, null before the first
public record ComponentHealth(
    String component,
    HealthState state,
    Instant since,
    String message,
    boolean quiet,
    long polls,
    long failures,
    long missed,
    long samples,
    @Nullable Instant lastSuccess) {

  /// The same with another message.
  public ComponentHealth withMessage(String other) {
    return new ComponentHealth(
        component, state, since, other, quiet, polls, failures, missed, samples, lastSuccess);
  }
}
