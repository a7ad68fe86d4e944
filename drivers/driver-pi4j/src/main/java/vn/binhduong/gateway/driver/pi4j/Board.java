package vn.binhduong.gateway.driver.pi4j;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.provider.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import vn.binhduong.gateway.driver.DriverException;

/// What all links of this module need of the board.
final class Board {
  private Board() {}

  /// A context with one provider and nothing that Pi4J would look for by itself; ours to shut down.
  static Context context(Provider<?, ?, ?> provider) {
    return Pi4J.newContextBuilder().noAutoDetect().disableShutdownHook().add(provider).build();
  }

  /// Why Pi4J failed: what the innermost of its exceptions says, such as the kernel's answer, or
  /// that it has no native part for this processor.
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /// Checks a device file before a native library meets it.
  ///
  /// @param group whose members may use it
  /// @param missing what to do where there is none
  /// @throws DriverException UNAVAILABLE when it is not there or may not be used
  static void ensureDevice(Path device, String group, String missing) throws DriverException {
    if (!Files.exists(device)) {
      throw DriverException.unavailable("no %s: %s".formatted(device, missing));
    }
    if (!Files.isReadable(device) || !Files.isWritable(device)) {
      throw DriverException.unavailable(
          "%s may not be used: is the user in group %s?".formatted(device, group));
    }
  }
}
