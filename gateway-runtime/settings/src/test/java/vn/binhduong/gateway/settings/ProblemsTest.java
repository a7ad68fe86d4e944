package vn.binhduong.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The exact words of every mistake: they are the product for whoever edits the file.
class ProblemsTest {
  private static List<String> scalars(String yaml) {
    return texts(Examples.settings().read(new YamlText("t.yaml", yaml), Examples.Scalars.class));
  }

  private static List<String> device(String yaml) {
    String site = "devices:\n  d: " + yaml;
    var bound =
        Examples.settings().read(new YamlText("t.yaml", site), Examples.Site.class).orThrow();
    return texts(Objects.requireNonNull(bound.devices().get("d")));
  }

  private static List<String> texts(Bound<?> bound) {
    return bound.problems().stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "on: yes| t.yaml:1:5 on: expected true or false, found 'yes'; write true",
        "on: 1| t.yaml:1:5 on: expected true or false, found '1'",
        "on: 'true'| t.yaml:1:5 on: expected true or false, found the text 'true'; remove the quotes",
        "on:| t.yaml:1:4 on: expected true or false, found nothing",
        "bytes: 'x'| t.yaml:1:8 bytes: expected a whole number, found the text 'x'",
        "factor: '1,5'| t.yaml:1:9 factor: expected a number at least 0, found the text '1,5'; write the decimal point as '.'",
        "on: [true]| t.yaml:1:5 on: expected true or false, found a list",
        "unit-id: 248| t.yaml:1:10 unit-id: expected a whole number from 1 to 247, found '248'",
        "unit-id: -1| t.yaml:1:10 unit-id: expected a whole number from 1 to 247, found '-1'",
        "unit-id: 1.5| t.yaml:1:10 unit-id: expected a whole number from 1 to 247, found '1.5'; no fraction",
        "unit-id: 4294967297| t.yaml:1:10 unit-id: expected a whole number from 1 to 247, found '4294967297'; it does not fit 32 bits",
        "bytes: 9223372036854775808| t.yaml:1:8 bytes: expected a whole number, found '9223372036854775808'; it does not fit 64 bits",
        "factor: 1,5| t.yaml:1:9 factor: expected a number at least 0, found '1,5'; write the decimal point as '.'",
        "factor: .nan| t.yaml:1:9 factor: expected a number at least 0, found '.nan'",
        "factor: 1e999| t.yaml:1:9 factor: expected a number at least 0, found '1e999'; too large",
        "name: Ab| t.yaml:1:7 name: expected text matching [a-z]+ of 1 to 8 characters, found 'Ab'",
        "name: abcdefghi| t.yaml:1:7 name: expected text matching [a-z]+ of 1 to 8 characters, found 'abcdefghi'",
        "encoding: jsn| t.yaml:1:11 encoding: expected one of json, senml-cbor, found 'jsn'; did you mean 'json'?",
        "every: 10| t.yaml:1:8 every: expected a duration from 100ms to 1d, found '10'; add a unit: 10s?",
        "every: 10m| t.yaml:1:8 every: expected a duration from 100ms to 1d, found '10m'; minutes are written 10min",
        "every: 2d| t.yaml:1:8 every: expected a duration from 100ms to 1d, found '2d'",
        "every: 99ms| t.yaml:1:8 every: expected a duration from 100ms to 1d, found '99ms'",
        "broker: 'a b'| t.yaml:1:9 broker: expected a URI such as mqtts://host:8883, found 'a b'; begin with the scheme, such as mqtts://",
        "broker: 127.0.0.1:1883| t.yaml:1:9 broker: expected a URI such as mqtts://host:8883, found '127.0.0.1:1883'; begin with the scheme, such as mqtts://",
        "broker: 'mqtt://a b'| t.yaml:1:9 broker: expected a URI such as mqtts://host:8883, found 'mqtt://a b'; Illegal character in authority",
        "evry: 1s| t.yaml:1:1 evry: unknown key; did you mean 'every'?",
        "zzzzzzzzz: 1| t.yaml:1:1 zzzzzzzzz: unknown key; known keys: on, unit-id, bytes, factor, name, encoding, every, directory, broker, password",
        "- a| t.yaml:1:1: expected keys: on, unit-id, bytes, factor, name, encoding, every, directory, broker, password, found a list",
        "on: {a: *x}| t.yaml:1:9: the alias '*x'; write the value out, aliases are refused",
        "on: &x true| t.yaml:1:5: the anchor '&x'; aliases and anchors are refused",
        "on: !!str true| t.yaml:1:5: the tag 'tag:yaml.org,2002:str'; tags are refused",
        "? [a]| t.yaml:1:3: a list as a key; quote a key that begins with { or [",
      })
  void aMistakeInOneValue(String yaml, String problem) {
    assertThat(scalars(yaml)).containsExactly(problem.strip());
  }

  // Whoever edits the file must be able to repair it in one go.
  @Test
  void allMistakesAreReportedAtOnceInTheOrderOfTheFile() {
    assertThat(scalars("evry: 1s\nunit-id: 0\non: maybe\nunit-id: 2\n"))
        .containsExactly(
            "t.yaml:1:1 evry: unknown key; did you mean 'every'?",
            "t.yaml:2:10 unit-id: expected a whole number from 1 to 247, found '0'",
            "t.yaml:3:5 on: expected true or false, found 'maybe'",
            "t.yaml:4:1 unit-id: the same key again; first in line 2");
  }

  @Test
  void aSecretIsNeverShown() {
    assertThat(scalars("password: abc"))
        .containsExactly(
            "t.yaml:1:11 password: expected text of at least 4 characters, found something else");
  }

  @Test
  void yamlThatDoesNotParseNamesThePlace() {
    assertThat(scalars("on: true\nname: [a\n"))
        .singleElement()
        .asString()
        .startsWith(
            "t.yaml:3:1: not valid YAML: while parsing a flow sequence that begins in line 2: ");
    assertThat(scalars("on:\n\t- a"))
        .singleElement()
        .asString()
        .startsWith("t.yaml:2:1: not valid YAML: ")
        .endsWith("; indent with spaces, never with tabs");
    assertThat(scalars("on: true\nname: \u0000"))
        .containsExactly("t.yaml:2:7: a character that YAML does not allow: U+0000");
    assertThat(scalars("on: true\n---\non: false\n"))
        .containsExactly("t.yaml:2:1: a second document; remove the line '---'");
  }

  @Test
  void nestingIsBounded() {
    assertThat(scalars("on: " + "[".repeat(100_000)))
        .containsExactly("t.yaml:1:36: nesting deeper than 32 levels");
  }

  // A few hundred bytes of aliases would become gigabytes.
  @Test
  void anAliasBombIsRefusedAtItsFirstAnchor() {
    var bomb = new StringBuilder("a0: &a0 [x]\n");
    IntStream.range(1, 40)
        .forEach(i -> bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1)));
    assertThat(scalars(bomb.toString()))
        .containsExactly("t.yaml:1:5: the anchor '&a0'; aliases and anchors are refused");
  }

  @Test
  void aFileThatCannotBeReadIsAMistakeLikeAnyOther(@TempDir Path directory) throws Exception {
    Path huge = directory.resolve("huge.yaml");
    Files.writeString(huge, "# ".repeat(YamlText.BYTES_MAX / 2 + 1));
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, "name: café".getBytes(StandardCharsets.ISO_8859_1));
    Path missing = directory.resolve("missing.yaml");
    var settings = Examples.settings();
    assertThat(texts(settings.read(huge, Examples.Scalars.class)))
        .containsExactly(huge + ": cannot be read: larger than 1024 KiB");
    assertThat(texts(settings.read(latin, Examples.Scalars.class)))
        .containsExactly(latin + ": cannot be read: not UTF-8 text");
    assertThat(texts(settings.read(missing, Examples.Scalars.class)))
        .containsExactly(missing + ": cannot be read: no such file");
  }

  @Test
  void anUnknownKindNamesTheKnownOnes() {
    assertThat(device("{driver: modbuss, settings: {x: 1}}"))
        .containsExactly(
            "t.yaml:2:15 devices.d.driver: expected one of modbus, simulated, found 'modbuss';"
                + " did you mean 'modbus'?");
    assertThat(device("{settings: {x: 1}}"))
        .containsExactly(
            "t.yaml:2:6 devices.d.driver: expected text, found nothing; the key is required");
  }

  @Test
  void theRefusalOfAConstructorNamesTheLineOfTheRecord() {
    assertThat(device("{driver: simulated, settings: {range: {min: 2, max: 1}}}"))
        .containsExactly("t.yaml:2:44 devices.d.settings.range: min is greater than max");
  }

  @Test
  void mistakesInAProfileNameTheProfile() {
    assertThat(device("{driver: modbus, settings: {unit-id: 1, profile: broken}}"))
        .containsExactly(
            "profiles/modbus/broken.yaml:2:5 devices.d.settings.profile.registers[0].channel:"
                + " expected text matching [a-z]+, found nothing; the key is required",
            "profiles/modbus/broken.yaml:2:14 devices.d.settings.profile.registers[0].address:"
                + " expected a whole number from 0 to 65535, found '70000'",
            "profiles/modbus/broken.yaml:3:5 devices.d.settings.profile.registers[0].chanel:"
                + " unknown key; did you mean 'channel'?");
  }

  @Test
  void aMissingProfileNamesThoseThatAreThere() {
    assertThat(device("{driver: modbus, settings: {unit-id: 1, profile: prob}}"))
        .containsExactly(
            "t.yaml:2:55 devices.d.settings.profile: no profile 'prob'; did you mean 'probe'?");
    assertThat(device("{driver: modbus, settings: {unit-id: 1, profile: weather}}"))
        .containsExactly(
            "t.yaml:2:55 devices.d.settings.profile: no profile 'weather'; there are: broken,"
                + " probe");
    assertThat(device("{driver: modbus, settings: {unit-id: 1, profile: ../../etc/passwd}}"))
        .singleElement()
        .asString()
        .contains("expected the name of a profile");
  }

  @Test
  void aProfileInTheDirectoryComesBeforeTheOneShipped(@TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("modbus"));
    Path mine = directory.resolve("modbus").resolve("probe.yaml");
    Files.writeString(mine, "registers: []\n");
    var bound =
        Examples.settings()
            .withProfiles(directory)
            .read(new YamlText("t.yaml", "{unit-id: 1, profile: probe}"), Examples.Modbus.class);
    assertThat(texts(bound))
        .containsExactly(
            mine
                + ":1:12 profile.registers: expected a list of at least 1 elements, found 0 elements");
  }

  // One bad device must not stop the rest.
  @Test
  void theMistakesOfAnIsolatedEntryStayThere() {
    String yaml =
        """
        devices:
          good: {driver: simulated}
          bad id: {driver: simulated}
          twice: {driver: simulated}
          twice: {driver: simulated}
        """;
    var site = Examples.settings().read(new YamlText("t.yaml", yaml), Examples.Site.class);
    assertThat(site.problems().stream().map(Problem::toString))
        .containsExactly("t.yaml:2:3 devices: expected a mapping of at most 3 keys, found 4 keys");
    String three = yaml.replace("  good: {driver: simulated}\n", "");
    var devices =
        Examples.settings()
            .read(new YamlText("t.yaml", three), Examples.Site.class)
            .orThrow()
            .devices();
    assertThat(texts(Objects.requireNonNull(devices.get("bad id"))))
        .containsExactly(
            "t.yaml:2:3 devices.'bad id': expected a key matching [A-Za-z0-9.-]{1,32}, found the"
                + " key 'bad id'");
    assertThat(texts(Objects.requireNonNull(devices.get("twice"))))
        .containsExactly("t.yaml:4:3 devices.twice: the same key again; first in line 3");
  }
}
