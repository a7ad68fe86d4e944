package vn.binhduong.gateway.config;

import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Where something stands, WGS 84.
///
/// @param latitude degrees north
/// @param longitude degrees east
/// @param height above the ground, metres
/// @param name for people
public record PlaceSettings(
    @Option(doc = "Degrees north, WGS 84.", min = "-90", max = "90", example = "10.980531")
        double latitude,
    @Option(doc = "Degrees east, WGS 84.", min = "-180", max = "180", example = "106.675187")
        double longitude,
    @Option(doc = "Height above the ground, metres.", optional = true, min = "-100", max = "1000")
        @Nullable Double height,
    @Option(doc = "Name of the place, for people.", optional = true, min = "1", max = "200")
        @Nullable String name) {}
