package vn.binhduong.gateway.driver.pi4j.sensirion;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Sensirion SEN50, SEN54 or SEN55.
///
/// @param warmUp how long readings are uncertain after the fan has started
/// @param timeout longest wait for a measurement
public record Sen5xSettings(
    @Option(
            doc =
                "How long after the start of the fan readings are not to be trusted: up to 60 s in"
                    + " clean air (datasheet, table 1).",
            fallback = "60s",
            min = "0s",
            max = "5min")
        Duration warmUp,
    @Option(
            doc = "Longest wait for a measurement; it makes one every second.",
            fallback = "3s",
            min = "50ms",
            max = "10s")
        Duration timeout) {}
