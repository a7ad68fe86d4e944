package vn.binhduong.gateway.driver.simulated;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A fault at a fixed time.
///
/// @param kind what happens
/// @param start time from the first opening
/// @param duration how long it lasts
public record PlannedFault(
    @Option(doc = "What happens: hang, garbage, drop-out or stuck.", example = "drop-out")
        FaultKind kind,
    @Option(
            doc = "When it begins, counted from the opening of the device.",
            min = "0s",
            example = "30s")
        Duration start,
    @Option(doc = "How long it lasts.", min = "1ms", example = "10s") Duration duration) {}
