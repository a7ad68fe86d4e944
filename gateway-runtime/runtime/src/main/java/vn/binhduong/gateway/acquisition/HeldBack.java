package vn.binhduong.gateway.acquisition;

import java.time.Duration;
import vn.binhduong.gateway.health.HealthState;

/// A device that is left alone for a while when it is taken up, because it made an earlier process
/// restart itself. Reading it on request ends that at once.
///
/// @param forTime how long, from when it is taken up
/// @param state what it is in meanwhile
/// @param why in words
public record HeldBack(Duration forTime, HealthState state, String why) {}
