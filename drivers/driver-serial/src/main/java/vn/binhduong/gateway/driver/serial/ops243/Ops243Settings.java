package vn.binhduong.gateway.driver.serial.ops243;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// An OPS243 radar.
///
/// @param report what it reports
/// @param slowest slower than this is not reported
/// @param longestSilence longest time without a vehicle
/// @param timeout longest wait for its version
public record Ops243Settings(
    @Option(
            doc =
                "vehicles: one line per vehicle that the radar follows (firmware 1.3.6 and later);"
                    + " speeds: each speed it measures, several per vehicle.",
            fallback = "vehicles")
        Report report,
    @Option(
            doc = "Speeds below this are not reported, km/h.",
            fallback = "5",
            min = "0",
            max = "100")
        int slowest,
    @Option(
            doc = "Longest time without a vehicle before the radar counts as silent.",
            fallback = "15min",
            min = "1s",
            max = "24h")
        Duration longestSilence,
    @Option(
            doc = "Longest wait for its answer when it is opened.",
            fallback = "2s",
            min = "50ms",
            max = "10s")
        Duration timeout) {
  /// What the radar reports.
  public enum Report {
    /// One line per vehicle.
    VEHICLES,
    /// Each speed it measures.
    SPEEDS
  }
}
