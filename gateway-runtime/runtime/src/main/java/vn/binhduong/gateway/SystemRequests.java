package vn.binhduong.gateway;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.management.SystemActions;

/// Asks by a word in a file that a service of the system watches, where the installed unit names
/// one in [#VARIABLE]; anywhere else it logs what was asked and refuses.
///
/// @param file the file; null when it is not enabled
record SystemRequests(@Nullable Path file) implements SystemActions {
  /// The environment variable that names the file.
  static final String VARIABLE = "EDGE_GATEWAY_SYSTEM_ACTIONS";

  private static final System.Logger LOG = System.getLogger(SystemRequests.class.getName());

  /// As the unit of this process says.
  static SystemRequests ofUnit() {
    String named = System.getenv(VARIABLE);
    return new SystemRequests(named == null || named.isBlank() ? null : Path.of(named));
  }

  @Override
  public Optional<String> reboot() {
    if (file == null) {
      LOG.log(Level.WARNING, "management: asked for a reboot, which is not enabled here");
      return Optional.of("not enabled: the unit does not set " + VARIABLE);
    }
    try {
      AtomicFile.write(file, "reboot\n".getBytes(StandardCharsets.US_ASCII));
      LOG.log(Level.WARNING, "management: asked for a reboot; {0} tells the system", file);
      return Optional.empty();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "management: asked for a reboot; {0} cannot be written", file, e);
      return Optional.of("%s cannot be written".formatted(file));
    }
  }
}
