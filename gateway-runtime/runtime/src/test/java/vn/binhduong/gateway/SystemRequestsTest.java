package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is asked of the machine, and the script that does it, with a command that harms nobody.
class SystemRequestsTest {
  private static final Path SCRIPT =
      Path.of("../../scripts/system-action").toAbsolutePath().normalize();

  @TempDir private Path directory = Path.of("");

  private int script(Path file) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of("sh", SCRIPT.toString(), file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    for (String action : List.of("reboot", "stop", "start")) {
      builder
          .environment()
          .put(
              "SYSTEM_" + action.toUpperCase(Locale.ROOT),
              "echo %s >>'%s'".formatted(action, directory.resolve("done")));
    }
    return builder.start().waitFor();
  }

  @Test
  void nothingIsAskedForWhereTheUnitDoesNotEnableIt() {
    SystemRequests none = new SystemRequests(null, true, directory);
    assertThat(none.reboot())
        .contains("not enabled: the unit does not set EDGE_GATEWAY_SYSTEM_ACTIONS");
    assertThat(none.factoryReset())
        .contains("not enabled: the unit does not set EDGE_GATEWAY_SYSTEM_ACTIONS");
    assertThat(SystemRequests.ofUnit(directory).file()).isNull();
    assertThat(SystemRequests.ofUnit(directory).resets()).isFalse();
  }

  @Test
  void aRebootIsAskedForInAFileAndDoneOnce() throws Exception {
    Path file = directory.resolve("system-request");
    assertThat(new SystemRequests(file, false, directory).reboot()).isEmpty();
    assertThat(script(file)).isZero();
    assertThat(done()).containsExactly("reboot");
    assertThat(file).doesNotExist();
    assertThat(script(file)).isEqualTo(64);
  }

  // A word that whoever manages one gateway may send to all of them.
  @Test
  void aResetIsAllowedByItselfAndOnlyOfTheDataDirectory() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path file = data.resolve("system-request");
    assertThat(new SystemRequests(file, false, data).factoryReset())
        .contains("not enabled: the unit does not set EDGE_GATEWAY_FACTORY_RESET");
    assertThat(new SystemRequests(file, true, directory).factoryReset())
        .hasValueSatisfying(why -> assertThat(why).startsWith("expected the data directory"));
    assertThat(file).doesNotExist();
    assertThat(new SystemRequests(file, true, data).factoryReset()).isEmpty();
    assertThat(file).hasContent("factory-reset");
  }

  @Test
  void aResetErasesTheDataBetweenStopAndStartAndNothingElse() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "kept");
    Files.createDirectory(data.resolve("segments"));
    Files.writeString(data.resolve("segments/000000000001.db"), "samples");
    Files.writeString(data.resolve("lock"), "");
    Files.writeString(data.resolve(".hidden"), "key");
    Files.createSymbolicLink(data.resolve("link"), outside);
    Path file = data.resolve("system-request");
    Files.writeString(file, "factory-reset\n");
    assertThat(script(file)).isZero();
    assertThat(data).isEmptyDirectory();
    assertThat(outside.resolve("kept")).exists();
    assertThat(done()).containsExactly("stop", "start");
  }

  @Test
  void aDirectoryThatIsNoDataOfAGatewayIsNotErased() throws Exception {
    Files.writeString(directory.resolve("kept"), "kept");
    Path file = directory.resolve("system-request");
    Files.writeString(file, "factory-reset\n");
    assertThat(script(file)).isEqualTo(64);
    assertThat(directory.resolve("kept")).exists();
    assertThat(done()).as("the gateway runs again").containsExactly("stop", "start");
  }

  private List<String> done() throws IOException {
    Path file = directory.resolve("done");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void anythingElseIsRefusedAndTakenAway() throws Exception {
    Path file = directory.resolve("system-request");
    Files.writeString(file, "reboot; rm -rf /\n");
    assertThat(script(file)).isEqualTo(64);
    assertThat(done()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenIsTold() {
    Path file = directory.resolve("no/such/directory/request");
    assertThat(new SystemRequests(file, false, directory).reboot())
        .contains(file + " cannot be written");
  }
}
