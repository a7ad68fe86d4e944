package vn.binhduong.gateway.update;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Where the program is updated, and how packages are fetched.
///
/// @param root directory that holds the slots
/// @param caFile PEM certificates that sign those of download servers; null means the JDK's own
///   list
/// @param rateKib speed of a download at most, KiB a second, [1, 1000000]
public record UpdateSettings(
    @Option(
            doc =
                "Directory that holds the program in slots; where there is none, nothing is"
                    + " updated.",
            fallback = "/opt/edge-gateway")
        Path root,
    @Option(
            doc =
                "PEM file of the certificates that sign those of servers with updates; the list of"
                    + " the JDK when it is left out.",
            optional = true,
            example = "/etc/edge-gateway/ca.pem")
        @Nullable Path caFile,
    @Option(
            doc =
                "Speed of a download at most, KiB a second; telemetry needs the rest of the link.",
            fallback = "256",
            min = "1",
            max = "1000000")
        int rateKib) {}
