package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `scripts/new-driver` refuses before it makes or builds anything.
class NewDriverTest {
  private static final int EXIT_USAGE = 64;

  @TempDir private Path directory = Path.of("");

  private String refused(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("../../scripts/new-driver"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--into", directory.resolve("made").toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(EXIT_USAGE);
    assertThat(directory.resolve("made")).doesNotExist();
    return said;
  }

  // A gateway would refuse the jar when it stands in drivers.d, hours later.
  @ParameterizedTest
  @CsvSource({"pms5003", "modbus", "snmp", "sim-air", "w1-therm"})
  void aTypeThatShipsIsTaken(String type) throws Exception {
    assertThat(refused(type))
        .contains("NAME: expected the name of no driver that ships, found '" + type + "'");
  }

  @ParameterizedTest
  @CsvSource({"org.new.th2, new", "int, int", "org.example.true, true", "a.b.enum, enum"})
  void aPackageWithAReservedWordIsNone(String name, String word) throws Exception {
    assertThat(refused("th-2", "--package", name))
        .contains("--package: expected no reserved word of Java, found '" + word + "'");
  }

  // The package that is taken where none is given ends with the name.
  @Test
  void aNameThatIsAReservedWordNeedsAPackage() throws Exception {
    assertThat(refused("switch")).contains("found 'switch' in 'org.example.driver.switch'");
  }

  @Test
  void classesOfTheApiKeepTheirNames() throws Exception {
    assertThat(refused("link")).contains("has a LinkFactory.java");
  }
}
