package vn.binhduong.gateway.driver.serial.ss125;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// The events of an SS125.
///
/// @param sensor id of the sensor
/// @param oldest vehicles that passed longer ago are left out
/// @param timeout longest wait for each answer
public record Ss125EventsSettings(
    @Option(doc = "Id of the sensor on its line.", min = "1", max = "65535", example = "1")
        int sensor,
    @Option(
            doc =
                "Vehicles that passed longer ago are left out: those that the sensor kept while"
                    + " nobody asked.",
            fallback = "1min",
            min = "1s",
            max = "1h")
        Duration oldest,
    @Option(doc = "Longest wait for each answer.", fallback = "3s", min = "50ms", max = "10s")
        Duration timeout) {}
