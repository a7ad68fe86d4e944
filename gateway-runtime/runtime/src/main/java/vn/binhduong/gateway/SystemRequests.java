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
/// one in [#FILE]; anywhere else it logs what was asked and refuses. A reset, which cannot be
/// undone, must be allowed by itself.
///
/// @param file the file; null when nothing is enabled
/// @param resets whether a factory reset may be asked for
/// @param dataDirectory of this gateway; a reset erases the directory of the file, so it must be
///   this one
record SystemRequests(@Nullable Path file, boolean resets, Path dataDirectory)
    implements SystemActions {
  /// The environment variable that names the file.
  static final String FILE = "EDGE_GATEWAY_SYSTEM_ACTIONS";

  /// The environment variable that allows a factory reset, by the word `allowed`.
  static final String RESETS = "EDGE_GATEWAY_FACTORY_RESET";

  private static final System.Logger LOG = System.getLogger(SystemRequests.class.getName());

  /// As the unit of this process says.
  static SystemRequests ofUnit(Path dataDirectory) {
    String named = System.getenv(FILE);
    return new SystemRequests(
        named == null || named.isBlank() ? null : Path.of(named),
        "allowed".equals(System.getenv(RESETS)),
        dataDirectory);
  }

  @Override
  public Optional<String> reboot() {
    return ask("reboot");
  }

  @Override
  public Optional<String> factoryReset() {
    if (file != null && !resets) {
      return refuse("factory-reset", "not enabled: the unit does not set " + RESETS);
    }
    if (file != null && !isBesideTheData(file)) {
      return refuse(
          "factory-reset",
          "expected the data directory %s to be that of %s".formatted(dataDirectory, file));
    }
    return ask("factory-reset");
  }

  private boolean isBesideTheData(Path request) {
    try {
      Path parent = request.toAbsolutePath().getParent();
      return parent != null && parent.toRealPath().equals(dataDirectory.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<String> ask(String what) {
    if (file == null) {
      return refuse(what, "not enabled: the unit does not set " + FILE);
    }
    try {
      AtomicFile.write(file, (what + "\n").getBytes(StandardCharsets.US_ASCII));
      LOG.log(Level.WARNING, "management: asked for a {0}; {1} tells the system", what, file);
      return Optional.empty();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "management: asked for a {0}; {1} cannot be written", what, file, e);
      return Optional.of("%s cannot be written".formatted(file));
    }
  }

  private static Optional<String> refuse(String what, String why) {
    LOG.log(Level.WARNING, "management: asked for a {0}; {1}", what, why);
    return Optional.of(why);
  }
}
