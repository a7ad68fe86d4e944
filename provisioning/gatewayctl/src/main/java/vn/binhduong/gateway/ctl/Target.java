package vn.binhduong.gateway.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.ConfigLoader;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.Loaded;
import vn.binhduong.gateway.control.ControlClient;

/// Which gateway is meant; the options that every command has, before or behind its name.
final class Target {
  private static final Path DATA_DIRECTORY = Path.of("/var/lib/edge-gateway");
  private static final Path UPDATE_ROOT = Path.of("/opt/edge-gateway");

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private Path config = Path.of("/etc/edge-gateway/gateway.yaml");

  @Option(
      names = "--data-directory",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "The data directory (default: what the configuration says, else /var/lib/edge-gateway).")
  private @Nullable Path dataDirectory;

  @Option(
      names = "--socket",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "The control socket (default: what the configuration says, else control.sock in the data"
              + " directory).")
  private @Nullable Path socket;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answer in JSON, for programs.")
  private boolean json;

  private @Nullable Configuration loaded;
  private boolean loading;

  boolean json() {
    return json;
  }

  /// The file of the configuration, which need not exist.
  Path file() {
    return config;
  }

  /// The configuration, or null when there is none that can be used.
  @Nullable Configuration configuration() {
    if (!loading) {
      loading = true;
      loaded =
          Files.isReadable(config) && load(config) instanceof Loaded.Ready(Configuration ready)
              ? ready
              : null;
    }
    return loaded;
  }

  /// The kinds of devices and links that a gateway with this configuration file would know; the
  /// file itself need not exist.
  Catalogue catalogue() {
    return Catalogue.beside(Target.class.getClassLoader(), config);
  }

  static Loaded load(Path file) {
    return new ConfigLoader(Catalogue.beside(Target.class.getClassLoader(), file)).check(file);
  }

  Path dataDirectory() {
    if (dataDirectory != null) {
      return dataDirectory;
    }
    Configuration known = configuration();
    return known == null ? DATA_DIRECTORY : known.settings().gateway().dataDirectory();
  }

  Path socket() {
    if (socket != null) {
      return socket;
    }
    Configuration known = dataDirectory == null ? configuration() : null;
    return known == null
        ? dataDirectory().resolve("control.sock")
        : known.settings().control().socketIn(dataDirectory());
  }

  /// Where the program lives in slots: what the configuration says, else the place of the package.
  Path updateRoot() {
    Configuration known = configuration();
    return known == null ? UPDATE_ROOT : known.settings().update().root();
  }

  ControlClient connect() throws IOException {
    return ControlClient.connect(socket());
  }

  OfflineStore store() throws IOException {
    return OfflineStore.open(dataDirectory());
  }
}
