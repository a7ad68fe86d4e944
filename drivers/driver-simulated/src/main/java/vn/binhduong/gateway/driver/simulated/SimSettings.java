package vn.binhduong.gateway.driver.simulated;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Settings of the simulated instruments that are polled.
///
/// @param seed decides all values together with the time
/// @param faults faults at fixed times
/// @param faultsPerDay mean number of faults at random times
/// @param faultFile switches a fault on and off while the device runs
/// @param truthLog takes what was emitted
public record SimSettings(
    @Option(doc = "Decides all values, together with the time.", fallback = "1") long seed,
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
            example = "/run/edge-gateway/wx1.fault")
        @Nullable Path faultFile,
    @Option(
            doc = "File to which every emitted sample is appended, one JSON object per line.",
            optional = true,
            example = "/var/tmp/truth.jsonl")
        @Nullable Path truthLog) {
  public SimSettings {
    faults = List.copyOf(faults);
  }

  /// A healthy instrument of this seed.
  public static SimSettings seeded(long seed) {
    return new SimSettings(seed, List.of(), 0, null, null);
  }
}
