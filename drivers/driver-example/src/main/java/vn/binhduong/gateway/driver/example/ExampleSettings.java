package vn.binhduong.gateway.driver.example;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A probe.
///
/// @param timeout longest wait for an answer
public record ExampleSettings(
    @Option(doc = "Longest wait for an answer.", fallback = "2s", min = "50ms", max = "10s")
        Duration timeout) {}
