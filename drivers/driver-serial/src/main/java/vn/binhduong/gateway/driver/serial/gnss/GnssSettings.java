package vn.binhduong.gateway.driver.serial.gnss;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A GNSS receiver that speaks NMEA 0183.
///
/// @param timeout longest wait for the sentences of one second
public record GnssSettings(
    @Option(
            doc = "Longest wait for the sentences GGA and RMC of one second.",
            fallback = "4s",
            min = "50ms",
            max = "30s")
        Duration timeout) {}
