package vn.binhduong.gateway.driver.serial.level;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// An ultrasonic level sensor.
///
/// @param model which one
/// @param mounting how high it hangs
/// @param frames how many measurements one poll takes
/// @param timeout longest wait for each of them
public record UltrasonicSettings(
    @Option(doc = "Model.", example = "hrxl-5m") UltrasonicModel model,
    @Option(
            doc =
                "Height of the sensor above the zero of the level, metres; with it the level is"
                    + " told beside the distance.",
            optional = true,
            min = "0",
            max = "20",
            example = "4.25")
        @Nullable Double mounting,
    @Option(
            doc = "How many measurements one poll takes; their median is the reading.",
            fallback = "5",
            min = "1",
            max = "25")
        int frames,
    @Option(doc = "Longest wait for each measurement.", fallback = "1s", min = "50ms", max = "10s")
        Duration timeout) {}
