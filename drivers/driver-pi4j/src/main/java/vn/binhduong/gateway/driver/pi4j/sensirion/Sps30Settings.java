package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Sensirion SPS30 in I2C mode.
///
/// @param warmUp how long readings are uncertain after the fan has started
/// @param timeout longest wait for a measurement
public record Sps30Settings(
    @Option(
            doc =
                "How long after the start of the fan readings are not to be trusted: 8 s in dirty,"
                    + " 30 s in clean air (datasheet, table 1).",
            fallback = "30s",
            min = "0s",
            max = "5min")
        Duration warmUp,
    @Option(
            doc = "Longest wait for a measurement; it makes one every second.",
            fallback = "3s",
            min = "50ms",
            max = "10s")
        Duration timeout) {}
