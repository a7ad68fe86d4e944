package vn.binhduong.gateway.driver.serial.senseair;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Senseair S8.
///
/// @param timeout longest wait for each answer
public record SenseairS8Settings(
    @Option(doc = "Longest wait for each answer.", fallback = "2s", min = "50ms", max = "10s")
        Duration timeout) {}
