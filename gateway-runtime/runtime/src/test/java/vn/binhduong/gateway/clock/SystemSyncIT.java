package vn.binhduong.gateway.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SystemSyncIT {
  // Whatever this machine says of its clock, it says it at once and keeps saying it.
  @Test
  void theMachineIsAskedCheaply() {
    SystemSync sync = new SystemSync(TimeSource.system());
    boolean first = sync.synchronised();
    long before = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      assertThat(sync.synchronised()).isEqualTo(first);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    assertThat(sync.name()).isIn("kernel", "timesyncd", "timedatectl");
  }

  @Test
  void theBootIdIsTheKernels() {
    assertThat(GatewayClock.currentBoot())
        .isEqualTo(BootId.read(Path.of("/proc/sys/kernel/random/boot_id")));
    UUID made = BootId.read(Path.of("/does/not/exist"));
    assertThat(made.version()).isEqualTo(4);
  }
}
