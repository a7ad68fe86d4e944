package vn.binhduong.gateway.driver.serial.rg15;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Hydreon RG-15.
///
/// @param timeout longest wait for each answer
public record Rg15Settings(
    @Option(doc = "Longest wait for each answer.", fallback = "3s", min = "50ms", max = "10s")
        Duration timeout) {}
