package vn.binhduong.gateway.driver.serial.sps30;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Sensirion SPS30 in UART mode.
///
/// @param warmUp how long readings are uncertain after the fan has started
/// @param timeout longest wait for each answer
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
            doc = "Longest wait for each answer, and for a new measurement.",
            fallback = "2s",
            min = "50ms",
            max = "10s")
        Duration timeout) {}
