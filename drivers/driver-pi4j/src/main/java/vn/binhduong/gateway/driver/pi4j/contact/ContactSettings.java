package vn.binhduong.gateway.driver.pi4j.contact;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A contact.
///
/// @param report longest time between two readings
public record ContactSettings(
    @Option(
            doc = "Tell the state at least this often, changed or not.",
            fallback = "5min",
            min = "1s",
            max = "24h")
        Duration report) {}
