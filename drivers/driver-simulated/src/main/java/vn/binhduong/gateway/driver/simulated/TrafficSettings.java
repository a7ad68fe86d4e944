package vn.binhduong.gateway.driver.simulated;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Settings of the simulated traffic detector.
///
/// @param seed decides all vehicles together with the time
/// @param vehiclesPerHourAtPeak how busy the street is
/// @param longestSilence when the host calls the detector silent
/// @param faults faults at fixed times
/// @param faultsPerDay mean number of faults at random times
/// @param faultFile switches a fault on and off while the device runs
/// @param truthLog takes what was emitted
public record TrafficSettings(
    @Option(doc = "Decides all vehicles, together with the time.", fallback = "1") long seed,
    @Option(
            doc = "Vehicles per hour in the busiest hour of the day.",
            fallback = "1800",
            min = "1",
            max = "7200")
        double vehiclesPerHourAtPeak,
    @Option(
            doc = "Longest time without a vehicle before the detector counts as silent.",
            fallback = "15min",
            min = "1s",
            max = "24h")
        Duration longestSilence,
    @Option(doc = "Faults at fixed times.") List<PlannedFault> faults,
    @Option(
            doc = "Mean number of faults per day at random times, 10 s to 2 min each.",
            fallback = "0",
            min = "0",
            max = "144")
        double faultsPerDay,
    @Option(
            doc =
                "While this file exists, the fault that it names is on: hang, garbage, drop-out or"
                    + " stuck.",
            optional = true,
            example = "/run/edge-gateway/road1.fault")
        @Nullable Path faultFile,
    @Option(
            doc = "File to which every emitted sample is appended, one JSON object per line.",
            optional = true,
            example = "/var/tmp/truth.jsonl")
        @Nullable Path truthLog) {
  public TrafficSettings {
    faults = List.copyOf(faults);
  }

  /// What it has in common with the polled instruments.
  SimSettings common() {
    return new SimSettings(seed, faults, faultsPerDay, faultFile, truthLog);
  }
}
