package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.driver.Verification;

/// The list in the README is what the drivers that ship say of themselves, and what they say can be
/// shown.
class DriverListTest {
  private static final Path TOP = Path.of("../..");
  private static final Path README = TOP.resolve("README.md");
  private static final String BEGIN = "<!-- drivers: begin -->\n";
  private static final String END = "<!-- drivers: end -->";
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\[`([a-z0-9-]+)`]\\(#.*\\| ([^|]*) \\|$");

  private static final Catalogue CATALOGUE = Catalogue.of(DriverListTest.class.getClassLoader());

  static List<DriverFactory<?>> drivers() {
    return List.copyOf(CATALOGUE.drivers().values());
  }

  private static String seen(DriverFactory<?> driver) {
    return new TreeSet<>(driver.verification())
        .stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
  }

  private static String row(DriverFactory<?> driver) throws IOException {
    String module = DriverSource.of(driver).name();
    String readme = "drivers/%s/README.md".formatted(module);
    boolean anchor =
        Files.readString(TOP.resolve(readme)).contains("\n## %s\n".formatted(driver.type()));
    return "| [`%s`](%s%s) | %s | %s | %s | %s |\n"
        .formatted(
            driver.type(),
            readme,
            anchor ? "#" + driver.type() : "",
            driver.instrument(),
            switch (driver.transport()) {
              case Transport.OnLink onLink -> code(CATALOGUE.linksOf(onLink));
              case Transport.Direct(String way) -> "none: " + way;
              case Transport.Unstated() -> "";
            },
            driver.channels().isEmpty()
                ? "as set or found"
                : code(driver.channels().stream().map(channel -> channel.name()).toList()),
            seen(driver));
  }

  private static String code(List<String> names) {
    return names.stream().collect(Collectors.joining("`, `", "`", "`"));
  }

  private static String table() throws IOException {
    var table =
        new StringBuilder(
            "| driver | reads | link | channels | seen with |\n|---|---|---|---|---|\n");
    for (DriverFactory<?> driver : drivers()) {
      table.append(row(driver));
    }
    return table.toString();
  }

  @Test
  void theReadmeListsEveryDriverAsItDescribesItself() throws IOException {
    String text = Files.readString(README);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    int to = text.indexOf(END, from);
    if (System.getProperty("update-readme") != null || Boolean.getBoolean("docs.write")) {
      Files.writeString(README, text.substring(0, from) + table() + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to))
        .as("the list of drivers in the README; -Dtest=DriverListTest -Dupdate-readme=1 writes it")
        .isEqualTo(table());
  }

  // A link that nothing reads through would be missing in the list.
  @Test
  void everyKindOfLinkServesADriver() {
    assertThat(
            drivers().stream()
                .map(DriverFactory::transport)
                .filter(Transport.OnLink.class::isInstance)
                .flatMap(transport -> CATALOGUE.linksOf((Transport.OnLink) transport).stream()))
        .containsAll(CATALOGUE.links().keySet());
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void whatShipsDescribesItself(DriverFactory<?> driver) {
    assertThat(driver.instrument()).as(driver.type()).hasSizeBetween(1, 80).doesNotContain("|");
    assertThat(driver.transport()).as(driver.type()).isNotInstanceOf(Transport.Unstated.class);
    assertThat(driver.verification()).as(driver.type()).isNotEmpty();
  }

  // A claim needs at least a test of that kind beside the driver.
  @ParameterizedTest
  @MethodSource("drivers")
  void whatIsClaimedHasATest(DriverFactory<?> driver) throws IOException {
    for (Verification claim : driver.verification()) {
      assertThat(shown(driver, claim))
          .as("%s: a test that shows %s", driver.type(), claim)
          .isTrue();
    }
  }

  private static boolean shown(DriverFactory<?> driver, Verification claim) throws IOException {
    String settings = driver.settings().getSimpleName();
    return switch (claim) {
      case SIMULATED ->
          anyTest(driver, "ContractTest.java", "DriverContractSuite<%s>".formatted(settings))
              || anyTest(driver, "ContractIT.java", "DriverContractSuite<%s>".formatted(settings));
      case PEER -> anyTest(driver, "IT.java", "@Tag(\"interop\")");
      case KERNEL_DEVICE -> anyTest(driver, "IT.java", "") || inTheLab(driver);
      case VECTOR -> anyTest(driver, "Test.java", "datasheet|data sheet|manual|makers print");
      // Nothing here can show it: whoever claims it says here where it was seen.
      case HARDWARE -> false;
    };
  }

  /// Whether `scripts/try-kernel-devices` runs a device of it.
  private static boolean inTheLab(DriverFactory<?> driver) throws IOException {
    return Pattern.compile("driver: %s\\b".formatted(driver.type()))
        .matcher(Files.readString(TOP.resolve("drivers/driver-linux/src/lab/gateway.yaml")))
        .find();
  }

  /// Whether a test in the package of the driver has these words.
  private static boolean anyTest(DriverFactory<?> driver, String suffix, String words)
      throws IOException {
    Path tests =
        TOP.resolve("drivers")
            .resolve(DriverSource.of(driver).name())
            .resolve("src/test/java")
            .resolve(driver.getClass().getPackageName().replace('.', '/'));
    Pattern pattern = Pattern.compile(words.replace("(", "\\(").replace(")", "\\)"));
    try (Stream<Path> files = Files.list(tests)) {
      for (Path file : files.filter(path -> path.toString().endsWith(suffix)).toList()) {
        if (pattern.matcher(Files.readString(file)).find()) {
          return true;
        }
      }
    }
    return false;
  }

  // The pages of the modules say the same as the list.
  @Test
  void thePagesOfTheModulesClaimTheSame() throws IOException {
    int rows = 0;
    for (String module : List.of("driver-serial", "driver-pi4j")) {
      String page = Files.readString(TOP.resolve("drivers").resolve(module).resolve("README.md"));
      Matcher row = ROW.matcher(page);
      while (row.find()) {
        DriverFactory<?> driver =
            Objects.requireNonNull(CATALOGUE.drivers().get(row.group(1)), row.group(1));
        assertThat(row.group(2))
            .as("%s on the page of %s", row.group(1), module)
            .isEqualTo(seen(driver));
        rows++;
      }
    }
    assertThat(rows).as("drivers on these pages").isEqualTo(20);
  }
}
