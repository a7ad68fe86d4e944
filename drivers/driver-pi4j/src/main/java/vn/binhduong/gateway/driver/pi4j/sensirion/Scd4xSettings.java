package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Sensirion SCD40 or SCD41.
///
/// @param altitude where it stands
/// @param automaticCalibration whether it calibrates itself
/// @param timeout longest wait for a measurement
public record Scd4xSettings(
    @Option(
            doc = "Height above sea level, metres: the concentration depends on the air pressure.",
            fallback = "0",
            min = "0",
            max = "3000")
        int altitude,
    @Option(
            doc =
                "Let it take the lowest concentration of a week for fresh air (400 ppm); false where"
                    + " it never sees fresh air.",
            fallback = "true")
        boolean automaticCalibration,
    @Option(
            doc = "Longest wait for a measurement; it makes one every 5 s.",
            fallback = "6s",
            min = "50ms",
            max = "30s")
        Duration timeout) {}
