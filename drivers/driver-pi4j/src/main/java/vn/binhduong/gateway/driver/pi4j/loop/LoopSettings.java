package vn.binhduong.gateway.driver.pi4j.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// A lane with one or two inductive loops.
///
/// @param distance front edge to front edge
/// @param loopLength in the direction of travel
/// @param stuckAfter longest time that a vehicle can be over a loop
/// @param report time between two bins
public record LoopSettings(
    @Option(
            doc =
                "With two loops: distance between their front edges, metres; speed and length are"
                    + " told then.",
            optional = true,
            min = "0.5",
            max = "20",
            example = "4.0")
        @Nullable Double distance,
    @Option(
            doc = "Length of a loop in the direction of travel, metres.",
            fallback = "2.0",
            min = "0.3",
            max = "10")
        double loopLength,
    @Option(
            doc = "A loop that is occupied for longer has failed, or a car is parked on it.",
            fallback = "5min",
            min = "10s",
            max = "24h")
        Duration stuckAfter,
    @Option(
            doc = "Time between two bins of count and occupancy.",
            fallback = "1min",
            min = "1s",
            max = "1h")
        Duration report) {}
