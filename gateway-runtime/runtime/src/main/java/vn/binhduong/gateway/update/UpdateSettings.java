package vn.binhduong.gateway.update;

import java.nio.file.Path;
import vn.binhduong.gateway.driver.Option;

/// Where the program is updated.
///
/// @param root directory that holds the slots
public record UpdateSettings(
    @Option(
            doc =
                "Directory that holds the program in slots; where there is none, nothing is"
                    + " updated.",
            fallback = "/opt/edge-gateway")
        Path root) {}
