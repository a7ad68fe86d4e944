package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    builder.environment().put("SYSTEM_REBOOT", "touch '" + directory.resolve("rebooted") + "'");
    return builder.start().waitFor();
  }

  @Test
  void nothingIsAskedForWhereTheUnitDoesNotEnableIt() {
    assertThat(new SystemRequests(null).reboot())
        .contains("not enabled: the unit does not set EDGE_GATEWAY_SYSTEM_ACTIONS");
    assertThat(SystemRequests.ofUnit().file()).isNull();
  }

  @Test
  void aRebootIsAskedForInAFileAndDoneOnce() throws Exception {
    Path file = directory.resolve("system-request");
    assertThat(new SystemRequests(file).reboot()).isEmpty();
    assertThat(script(file)).isZero();
    assertThat(directory.resolve("rebooted")).exists();
    assertThat(file).doesNotExist();
    assertThat(script(file)).isEqualTo(64);
  }

  @Test
  void anythingElseIsRefusedAndTakenAway() throws Exception {
    Path file = directory.resolve("system-request");
    Files.writeString(file, "reboot; rm -rf /\n");
    assertThat(script(file)).isEqualTo(64);
    assertThat(directory.resolve("rebooted")).doesNotExist();
    assertThat(file).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenIsTold() {
    Path file = directory.resolve("no/such/directory/request");
    assertThat(new SystemRequests(file).reboot()).contains(file + " cannot be written");
  }
}
