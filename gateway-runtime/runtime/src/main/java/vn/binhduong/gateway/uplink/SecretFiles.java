package vn.binhduong.gateway.uplink;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Watches that nobody but the owner can read the key and the password. A file that others can read
/// is used all the same (a gateway that falls silent is worse), but said in the log once per change
/// and on the health board until it is mended.
///
/// For the uplink thread.
final class SecretFiles {
  private static final System.Logger LOG = System.getLogger(SecretFiles.class.getName());
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Map<String, Path> files = new TreeMap<>();
  private @Nullable String warning;

  SecretFiles(UplinkSettings settings) {
    Path key = settings.keyFile();
    if (key != null) {
      files.put("key-file", key);
    }
    Path password = settings.passwordFile();
    if (password != null) {
      files.put("password-file", password);
    }
  }

  /// Looks again; a file that is not there is somebody else's matter.
  void look() {
    StringBuilder found = new StringBuilder();
    files.forEach(
        (setting, file) -> {
          try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.stream().anyMatch(OTHERS::contains)) {
              found
                  .append(found.isEmpty() ? "" : "; ")
                  .append(
                      "%s: %s is open to other users (%s); run: chmod 600 %s"
                          .formatted(
                              setting, file, PosixFilePermissions.toString(permissions), file));
            }
          } catch (IOException | UnsupportedOperationException e) {
            // Missing, or a file system without permissions.
          }
        });
    String now = found.isEmpty() ? null : found.toString();
    if (now != null && !now.equals(warning)) {
      LOG.log(Level.WARNING, "uplink: {0}", now);
    }
    warning = now;
  }

  /// What is wrong; empty when nothing is.
  Optional<String> warning() {
    return Optional.ofNullable(warning);
  }
}
