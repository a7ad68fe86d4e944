package vn.binhduong.gateway.control;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Settings of the control socket.
///
/// @param socket where it stands; null for `control.sock` in the data directory
public record ControlSettings(
    @Option(
            doc = "Path of the socket; control.sock in the data directory when left out.",
            optional = true,
            example = "/run/edge-gateway/control.sock")
        @Nullable Path socket) {

  /// The socket of a gateway with this data directory.
  public Path socketIn(Path dataDirectory) {
    return socket == null ? dataDirectory.resolve("control.sock") : socket;
  }
}
