package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;

/// Drivers that were added to a unit: those that may run do, and the others are named and hurt
/// nobody. The jars are compiled here, apart from the gateway, as an integrator would.
class DriverJarsTest {
  private static final String CLASS = "org.example.meter.MeterFactory";
  private static final String SERVICE = "META-INF/services/" + DriverFactory.class.getName();

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");
  private Path jars = Path.of("");

  @BeforeEach
  void directories() throws IOException {
    file = directory.resolve("gateway.yaml");
    jars = Files.createDirectory(directory.resolve("drivers.d"));
  }

  private static String source(String type, String option, String constructor) {
    return """
    package org.example.meter;

    import vn.binhduong.gateway.driver.*;

    public final class MeterFactory implements DriverFactory<MeterFactory.Settings> {
      public record Settings(%s int unit) {}
      public MeterFactory() { %s }
      public String type() { return "%s"; }
      public Class<Settings> settings() { return Settings.class; }
      public Driver open(Settings settings, DriverContext context) throws DriverException {
        throw DriverException.unavailable("no meter");
      }
    }
    """
        .formatted(option, constructor, type);
  }

  private static String source(String type) {
    return source(type, "@Option(doc = \"Unit.\", fallback = \"1\")", "");
  }

  /// Compiles a factory and packs it.
  private Path jar(String name, String source) throws IOException {
    Path work = Files.createTempDirectory(directory, "work");
    Path java = work.resolve("MeterFactory.java");
    Files.writeString(java, source);
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    int result =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            work.toString(),
            java.toString());
    assertThat(result).as("compiled").isZero();
    Path jar = jars.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        var packed = new JarOutputStream(out, manifest());
        Stream<Path> classes = Files.walk(work)) {
      for (Path path : classes.filter(p -> p.toString().endsWith(".class")).toList()) {
        packed.putNextEntry(new JarEntry(work.relativize(path).toString()));
        packed.write(Files.readAllBytes(path));
      }
      packed.putNextEntry(new JarEntry(SERVICE));
      packed.write(CLASS.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static Manifest manifest() {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3");
    return manifest;
  }

  private void allow(Path... allowed) throws Exception {
    var lines = new StringBuilder("# mine\n");
    for (Path jar : allowed) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
      lines
          .append(HexFormat.of().formatHex(hash))
          .append("  ")
          .append(jar.getFileName())
          .append('\n');
    }
    Files.writeString(jars.resolve("allowed"), lines);
  }

  private Catalogue catalogue() {
    return Catalogue.beside(getClass().getClassLoader(), file);
  }

  private static List<String> refusals(Catalogue catalogue) {
    return catalogue.refused().stream()
        .map(refused -> refused.component() + ": " + refused.message())
        .toList();
  }

  // What is allowed can be named in gateway.yaml like any driver.
  @Test
  void anAllowedJarIsUsed() throws Exception {
    allow(jar("meter.jar", source("meter")));
    Files.writeString(
        file,
        """
        gateway: {id: BD-GW-1, profile: demo}
        uplink: {broker: "mqtt://127.0.0.1:1883"}
        devices:
          m1: {driver: meter, settings: {unit: 7}}
          m2: {driver: meter, settings: {unot: 7}}
        """);
    var loaded = (Loaded.Ready) new ConfigLoader(catalogue()).check(file);
    assertThat(loaded.configuration().devices())
        .extracting(device -> device.driverSettings().toString())
        .containsExactly("Settings[unit=7]");
    assertThat(loaded.configuration().problems())
        .extracting(Object::toString)
        .singleElement()
        .asString()
        .contains("devices.m2.settings.unot: unknown key; did you mean 'unit'?");
  }

  // A driver sees the driver API and the JDK: what else the gateway has may change or be another
  // version.
  @Test
  void aJarSeesTheDriverApiAlone() throws Exception {
    allow(jar("meter.jar", source("meter")));
    ClassLoader loader =
        Objects.requireNonNull(catalogue().drivers().get("meter")).getClass().getClassLoader();
    assertThat(loader.loadClass(DriverFactory.class.getName())).isSameAs(DriverFactory.class);
    assertThat(loader.loadClass("java.net.http.HttpClient")).isNotNull();
    for (String hidden :
        List.of(
            Catalogue.class.getName(),
            "vn.binhduong.gateway.driver.modbus.ModbusDriver",
            "org.sqlite.JDBC",
            "com.fasterxml.jackson.core.JsonFactory")) {
      assertThatThrownBy(() -> loader.loadClass(hidden)).isInstanceOf(ClassNotFoundException.class);
    }
  }

  // A jar that was built before drivers could describe themselves says nothing, and is not refused.
  @Test
  void aJarThatDoesNotDescribeItselfIsUsed() throws Exception {
    allow(jar("meter.jar", source("meter")));
    DriverFactory<?> factory = Objects.requireNonNull(catalogue().drivers().get("meter"));
    assertThat(factory.transport()).isEqualTo(new Transport.Unstated());
    assertThat(factory.verification()).isEmpty();
  }

  // What a jar says of itself is code of others too.
  @Test
  void aDescriptionThatFailsHurtsItsJarAlone() throws Exception {
    String source =
        source("meter")
            .replace(
                "public String type()",
                "public Transport transport() { throw new IllegalStateException(\"boom\"); }\n"
                    + "  public String type()");
    allow(jar("meter.jar", source), jar("good.jar", source("good")));
    assertThat(catalogue().drivers()).containsKey("good").doesNotContainKey("meter");
    assertThat(refusals(catalogue())).singleElement().asString().contains("meter.jar", "boom");
  }

  // Two jars may hold the same class; each sees its own.
  @Test
  void twoJarsWithTheSameClassDoNotDisturbEachOther() throws Exception {
    allow(jar("one.jar", source("meter-one")), jar("two.jar", source("meter-two")));
    assertThat(catalogue().drivers()).containsKeys("meter-one", "meter-two");
    assertThat(refusals(catalogue())).isEmpty();
  }

  // The birth message and the management server tell which version of a driver runs.
  @Test
  void theVersionInTheManifestIsKnown() throws Exception {
    allow(jar("meter.jar", source("meter")));
    Class<?> factory = Objects.requireNonNull(catalogue().drivers().get("meter")).getClass();
    assertThat(factory.getPackage().getImplementationVersion()).isEqualTo("1.2.3");
  }

  // A jar that somebody put there is no reason to run it; the others run.
  @Test
  void whatIsNotAllowedIsRefusedAndTheRestRuns() throws Exception {
    jar("evil.jar", source("evil"));
    allow(jar("meter.jar", source("meter")));
    Catalogue catalogue = catalogue();
    assertThat(catalogue.drivers()).containsKey("meter").containsKey("modbus");
    assertThat(catalogue.drivers()).doesNotContainKey("evil");
    assertThat(refusals(catalogue))
        .containsExactly(
            "driver/evil.jar: drivers.d/evil.jar: a jar that is not allowed; where it is yours:"
                + " sha256sum evil.jar >> allowed");
  }

  @Test
  void whatWasChangedAfterwardsIsRefused() throws Exception {
    Path jar = jar("meter.jar", source("meter"));
    allow(jar);
    Files.write(jar, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
    assertThat(refusals(catalogue()))
        .singleElement()
        .asString()
        .startsWith("driver/meter.jar: drivers.d/meter.jar: expected the SHA-256 ")
        .endsWith("; it was changed after it was allowed");
  }

  @Test
  void anAllowListThatEverybodyMayWriteIsNone() throws Exception {
    allow(jar("meter.jar", source("meter")));
    Files.setPosixFilePermissions(
        jars.resolve("allowed"), PosixFilePermissions.fromString("rw-r--rw-"));
    assertThat(catalogue().drivers()).doesNotContainKey("meter");
    assertThat(refusals(catalogue()).getFirst())
        .isEqualTo(
            "driver/allowed: drivers.d/allowed: expected mode 0644 or less, found a file that"
                + " everybody may write");
  }

  // Whatever is wrong in a jar is said, and a good one beside it runs.
  @Test
  void whatIsBrokenIsNamedAndTheRestRuns() throws Exception {
    Path noise = Files.write(jars.resolve("noise.jar"), new byte[] {1, 2, 3});
    Path empty = jars.resolve("empty.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(empty))) {
      out.putNextEntry(new JarEntry("readme"));
    }
    allow(
        noise,
        empty,
        jar("taken.jar", source("modbus")),
        jar("name.jar", source("Not A Type")),
        jar("throws.jar", source("throws", "", "throw new IllegalStateException(\"boom\");")),
        jar("undeclared.jar", source("undeclared", "", "")),
        jar("good.jar", source("good")));
    Catalogue catalogue = catalogue();
    assertThat(catalogue.drivers()).containsKeys("good", "modbus");
    assertThat(catalogue.drivers()).doesNotContainKeys("throws", "undeclared");
    assertThat(catalogue.refused())
        .extracting(Configuration.Refused::component)
        .containsExactlyInAnyOrder(
            "driver/empty.jar",
            "driver/noise.jar",
            "driver/taken.jar",
            "driver/name.jar",
            "driver/throws.jar",
            "driver/undeclared.jar");
    assertThat(refusals(catalogue))
        .anyMatch(text -> text.contains("the type 'modbus' is already that of"))
        .anyMatch(text -> text.contains("the type 'Not A Type', which is not 1 to 32"))
        .anyMatch(text -> text.contains("driver/throws.jar") && text.contains("MeterFactory"))
        .anyMatch(text -> text.contains("driver/empty.jar") && text.contains("without drivers"));
  }

  // A driver copied from one that ships, or from another jar, has its type until it is given its
  // own:
  // the first one keeps it, and a person hears which of the two runs.
  @Test
  void aTypeThatIsTakenIsNamedWithWhoHasIt() throws Exception {
    allow(
        jar("a.jar", source("meter")),
        jar("b.jar", source("meter")),
        jar("c.jar", source("pms5003")));
    Catalogue catalogue = catalogue();
    assertThat(DriverSource.of(Objects.requireNonNull(catalogue.drivers().get("meter"))))
        .isEqualTo(new DriverSource("a.jar", "1.2.3", true));
    assertThat(DriverSource.of(Objects.requireNonNull(catalogue.drivers().get("pms5003"))).name())
        .isEqualTo("driver-serial");
    assertThat(refusals(catalogue))
        .containsExactly(
            "driver/b.jar: drivers.d/b.jar: org.example.meter.MeterFactory: the type 'meter' is"
                + " already that of org.example.meter.MeterFactory in a.jar",
            "driver/c.jar: drivers.d/c.jar: org.example.meter.MeterFactory: the type 'pms5003' is"
                + " already that of vn.binhduong.gateway.driver.serial.plantower.Pms5003Factory in"
                + " driver-serial");
    Files.writeString(
        file, "gateway: {id: BD-GW-1, profile: demo}\nuplink: {broker: 'mqtt://127.0.0.1:1883'}\n");
    var loaded = (Loaded.Ready) new ConfigLoader(catalogue).check(file);
    assertThat(loaded.configuration().problems()).hasSize(2);
  }

  // Settings of a jar that was read twice are of two classes, and never equal: a change of the
  // configuration would take every such device for another one.
  @Test
  void settingsOfAJarAreEqualToThemselvesWhileItDoesNotChange() throws Exception {
    allow(jar("meter.jar", source("meter")));
    Files.writeString(
        file,
        """
        gateway: {id: BD-GW-1, profile: demo}
        uplink: {broker: "mqtt://127.0.0.1:1883"}
        devices:
          m1: {driver: meter, settings: {unit: 7}}
        """);
    var kinds =
        new Catalogues(
            getClass().getClassLoader(), file, () -> Instant.now().plus(Duration.ofHours(1)));
    assertThat(settingsOfM1(kinds.now())).isEqualTo(settingsOfM1(kinds.running()));
    assertThat(settingsOfM1(catalogue())).isNotEqualTo(settingsOfM1(kinds.running()));
  }

  private Record settingsOfM1(Catalogue catalogue) {
    var loaded = (Loaded.Ready) new ConfigLoader(catalogue).check(file);
    return loaded.configuration().devices().getFirst().driverSettings();
  }

  // A class file of a later Java is a broken jar, not the end of the gateway.
  @Test
  void aLaterJavaIsNamed() throws Exception {
    Path jar = jar("later.jar", source("later"));
    byte[] bytes = Files.readAllBytes(jar);
    Path later = jars.resolve("later.jar");
    try (var in = new JarInputStream(new ByteArrayInputStream(bytes));
        var out = new JarOutputStream(Files.newOutputStream(later))) {
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().endsWith(".class")) {
          content[7] = (byte) 250;
        }
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(content);
      }
    }
    allow(later);
    assertThat(refusals(catalogue()))
        .singleElement()
        .asString()
        .contains("driver/later.jar")
        .contains("class file version 250");
  }

  // The line of the allow-list that is wrong is named.
  @Test
  void aWrongLineOfTheAllowListIsNamed() throws Exception {
    jar("meter.jar", source("meter"));
    Files.writeString(jars.resolve("allowed"), "# one\nmeter.jar\n");
    assertThat(refusals(catalogue()).getFirst())
        .isEqualTo(
            "driver/allowed: drivers.d/allowed:2:1: expected a line of sha256sum: 64 hex digits,"
                + " two blanks, the name of a jar, found 'meter.jar'");
  }
}
