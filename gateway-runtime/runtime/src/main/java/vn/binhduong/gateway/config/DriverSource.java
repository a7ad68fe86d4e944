package vn.binhduong.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a driver or a kind of link came from.
///
/// @param name the module of the program, such as `driver-serial`, or the file name of a jar that
///   was added
/// @param version its version; empty where it is not told
/// @param added whether it stands in `drivers.d`
public record DriverSource(String name, String version, boolean added) {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

  /// That of a factory.
  public static DriverSource of(Object factory) {
    Class<?> type = factory.getClass();
    String told = type.getPackage().getImplementationVersion();
    if (type.getClassLoader() instanceof JarLoader loader) {
      return new DriverSource(loader.jar(), told == null ? "" : told, true);
    }
    Path place = place(type);
    Matcher jar = JAR.matcher(String.valueOf(place.getFileName()));
    if (jar.matches()) {
      return new DriverSource(jar.group(1), told == null ? jar.group(2) : told, false);
    }
    // Not packaged: MODULE/target/classes.
    Path module = place.endsWith(Path.of("target", "classes")) ? place.resolve("../..") : place;
    return new DriverSource(
        String.valueOf(module.normalize().getFileName()), told == null ? "" : told, false);
  }

  private static Path place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Path.of("");
    }
    try {
      return Path.of(new URI(source.getLocation().toString()));
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Path.of("");
    }
  }
}
