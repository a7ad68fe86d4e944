package vn.binhduong.gateway.driver.pi4j.sensirion;

import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// A Sensirion SGP41.
///
/// @param humidity what it compensates with
/// @param temperature what it compensates with
public record Sgp41Settings(
    @Option(
            doc = "Relative humidity that it compensates with, percent.",
            optional = true,
            min = "0",
            max = "100",
            example = "75")
        @Nullable Double humidity,
    @Option(
            doc = "Temperature that it compensates with, degrees Celsius.",
            optional = true,
            min = "-45",
            max = "130",
            example = "30")
        @Nullable Double temperature) {}
