package vn.binhduong.gateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.settings.Problem;

/// The drivers that were added to this unit: jars in `drivers.d` beside `gateway.yaml`.
///
/// A jar is loaded only when `drivers.d/allowed` names it with its SHA-256, in the form that
/// `sha256sum` writes; what is loaded is a private copy whose bytes are those that were counted.
/// Each jar has a class loader of its own that sees the JDK, the driver API and itself, so neither
/// another jar nor a library of the gateway can disturb it. A jar that cannot be loaded is refused
/// with its reason, and nothing else suffers.
final class DriverJars {
  /// Where they stand, beside `gateway.yaml`.
  static final String DIRECTORY = "drivers.d";

  /// What may be loaded.
  static final String ALLOWED = "allowed";

  private static final int JARS_MAX = 32;
  private static final long JAR_BYTES_MAX = 64L << 20;
  private static final long ALLOWED_BYTES_MAX = 64L << 10;
  private static final Pattern LINE = Pattern.compile("([0-9a-fA-F]{64}) [ *](\\S+)");

  private static final List<String> SERVICES =
      List.of(
          "META-INF/services/" + DriverFactory.class.getName(),
          "META-INF/services/" + LinkFactory.class.getName());

  private final List<Jar> jars = new ArrayList<>();
  private final List<Configuration.Refused> refused = new ArrayList<>();

  /// A jar that may be used.
  ///
  /// @param name its file name
  /// @param loader sees what is in it
  record Jar(String name, ClassLoader loader) {}

  private DriverJars() {}

  /// Looks for jars; does no harm where there is no directory.
  ///
  /// @param file the configuration file
  static DriverJars beside(Path file) {
    var found = new DriverJars();
    Path directory = file.resolveSibling(DIRECTORY);
    if (Files.isDirectory(directory)) {
      found.read(directory);
    }
    return found;
  }

  List<Jar> jars() {
    return List.copyOf(jars);
  }

  List<Configuration.Refused> refused() {
    return List.copyOf(refused);
  }

  /// A jar, or what is in it, that is not used.
  static Configuration.Refused refusal(String jar, String found, String expected, String hint) {
    return new Configuration.Refused(
        "driver/" + jar,
        List.of(new Problem(DIRECTORY + "/" + jar, 0, 0, "", found, expected, hint)));
  }

  private void read(Path directory) {
    List<Path> files;
    Map<String, String> allowed;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(path -> path.toString().endsWith(".jar")).sorted().toList();
      allowed = files.isEmpty() ? Map.of() : allowed(directory.resolve(ALLOWED));
    } catch (IOException e) {
      refused.add(refusal(ALLOWED, "it cannot be read: " + e.getMessage(), "", ""));
      return;
    }
    for (Path jar : files) {
      String name = jar.getFileName().toString();
      if (jars.size() == JARS_MAX) {
        refused.add(refusal(name, "one jar more", "at most " + JARS_MAX + " jars", ""));
        continue;
      }
      String hash = allowed.get(name);
      if (hash == null) {
        refused.add(
            refusal(
                name,
                "a jar that is not allowed",
                "",
                "where it is yours: sha256sum %s >> %s".formatted(name, ALLOWED)));
      } else {
        load(jar, name, hash);
      }
    }
  }

  /// Names and hashes; anyone who may write this file may run code in the gateway.
  private Map<String, String> allowed(Path file) throws IOException {
    var allowed = new TreeMap<String, String>();
    if (!Files.exists(file)) {
      return allowed;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      refused.add(refusal(ALLOWED, "a file that everybody may write", "mode 0644 or less", ""));
      return allowed;
    }
    if (Files.size(file) > ALLOWED_BYTES_MAX) {
      refused.add(
          refusal(
              ALLOWED, Files.size(file) + " bytes", "at most " + ALLOWED_BYTES_MAX + " bytes", ""));
      return allowed;
    }
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        allowed.put(matcher.group(2), matcher.group(1));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        refused.add(
            new Configuration.Refused(
                "driver/" + ALLOWED,
                List.of(
                    new Problem(
                        DIRECTORY + "/" + ALLOWED,
                        number,
                        1,
                        "",
                        "'" + line + "'",
                        "a line of sha256sum: 64 hex digits, two blanks, the name of a jar",
                        ""))));
      }
    }
    return allowed;
  }

  private void load(Path jar, String name, String hash) {
    try {
      if (Files.size(jar) > JAR_BYTES_MAX) {
        refused.add(
            refusal(name, Files.size(jar) + " bytes", "at most " + JAR_BYTES_MAX + " bytes", ""));
        return;
      }
      byte[] bytes = Files.readAllBytes(jar);
      String found = HexFormat.of().formatHex(sha256().digest(bytes));
      if (!found.equalsIgnoreCase(hash)) {
        refused.add(
            refusal(
                name,
                "a jar with SHA-256 " + found,
                "the SHA-256 " + hash + " that " + ALLOWED + " gives it",
                "it was changed after it was allowed"));
        return;
      }
      var loader = new JarLoader(name, bytes, new ApiOnly(DriverFactory.class.getClassLoader()));
      if (SERVICES.stream().allMatch(service -> loader.findResource(service) == null)) {
        refused.add(
            refusal(name, "a jar without drivers", "a file " + SERVICES.getFirst() + " in it", ""));
        return;
      }
      jars.add(new Jar(name, loader));
    } catch (IOException e) {
      refused.add(refusal(name, "it cannot be read: " + e.getMessage(), "", ""));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// Shows a jar the driver API and the JDK, and nothing else of the gateway.
  private static final class ApiOnly extends ClassLoader {
    private static final String API = DriverFactory.class.getPackageName();

    private final ClassLoader gateway;

    ApiOnly(ClassLoader gateway) {
      super("driver API", ClassLoader.getPlatformClassLoader());
      this.gateway = gateway;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      int end = name.lastIndexOf('.');
      if (end >= 0 && name.substring(0, end).equals(API)) {
        return gateway.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
