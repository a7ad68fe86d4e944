package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.health.HealthBoard;
import vn.binhduong.gateway.health.HealthState;
import vn.binhduong.gateway.management.ManagedUnit.Fault;

/// What a management server is told of the machine: what it says itself, or nothing.
class BoardTest {
  @TempDir Path root;

  private final HealthBoard health = new HealthBoard(InstantSource.fixed(Instant.EPOCH));

  private Board board() {
    return new Board(root, "1.2.3", root, health, () -> Instant.EPOCH);
  }

  private void file(String name, String content) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void aRaspberryPiTellsModelAndSerial() throws Exception {
    file("proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0");
    file("proc/device-tree/serial-number", "10000000abcdef01\0");
    file("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n");
    assertThat(board().manufacturer()).hasValue("Raspberry Pi");
    assertThat(board().model()).hasValue("Raspberry Pi 4 Model B Rev 1.4");
    assertThat(board().serial()).hasValue("10000000abcdef01");
    assertThat(board().system()).hasValue("Debian GNU/Linux 13 (trixie)");
  }

  @Test
  void aPcTellsWhatItsFirmwareSays() throws Exception {
    file("sys/class/dmi/id/sys_vendor", "Advantech\n");
    file("sys/class/dmi/id/product_name", "UNO-2271G\n");
    assertThat(board().manufacturer()).hasValue("Advantech");
    assertThat(board().model()).hasValue("UNO-2271G");
  }

  @Test
  void aMachineThatSaysNothingIsNotMadeUp() {
    assertThat(board().manufacturer()).isEmpty();
    assertThat(board().model()).isEmpty();
    assertThat(board().serial()).isEmpty();
    assertThat(board().system()).isEmpty();
  }

  @Test
  void faultsAreThoseOfTheHealthBoardEachOnce() {
    assertThat(board().faults()).isEmpty();
    health.set("device/wx1", HealthState.UNAVAILABLE, "");
    health.set("device/wx2", HealthState.STUCK, "");
    health.set("device/ok", HealthState.OK, "");
    health.set("uplink", HealthState.UNAVAILABLE, "");
    health.set("management", HealthState.UNAVAILABLE, "");
    assertThat(board().faults()).containsExactly(Fault.PERIPHERAL, Fault.UPLINK);
  }
}
