package vn.binhduong.gateway.update;

import java.io.IOException;
import java.nio.file.Path;

/// Installs a package and asks for the switch, in a process of its own that can be killed.
final class Installer {
  private Installer() {}

  /// @param arguments root and package
  public static void main(String[] arguments) throws IOException, RefusedException {
    Updates updates = Updates.at(Path.of(arguments[0]));
    updates.install(Path.of(arguments[1]));
    updates.apply();
  }
}
