package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What devices remember over restarts, such as the total of a rain gauge.
class DeviceMemoryTest {
  @TempDir private Path directory = Path.of("");
  private long nanos;

  private DeviceMemory memory() {
    return new DeviceMemory(directory, () -> nanos);
  }

  @Test
  void whatIsRememberedOutlivesAKill() {
    memory().write("rain1", "pulses 12");
    assertThat(memory().read("rain1")).contains("pulses 12");
    assertThat(memory().read("rain2")).isEmpty();
  }

  // Flash wears: what comes within 30 s waits, and a clean stop loses none of it.
  @Test
  void aFileIsWrittenAtMostEvery30Seconds() throws IOException {
    DeviceMemory memory = memory();
    memory.write("rain1", "pulses 1");
    nanos += Duration.ofSeconds(29).toNanos();
    memory.write("rain1", "pulses 2");
    assertThat(memory.read("rain1")).contains("pulses 2");
    assertThat(file()).hasContent("pulses 1");
    nanos += Duration.ofSeconds(1).toNanos();
    memory.write("rain1", "pulses 3");
    assertThat(file()).hasContent("pulses 3");
    memory.write("rain1", "pulses 4");
    memory.close();
    assertThat(file()).hasContent("pulses 4");
  }

  private Path file() {
    return directory.resolve("devices/rain1.txt");
  }

  // A disk that takes nothing, or a file that was damaged, costs the memory and nothing else.
  @Test
  void aFileThatCannotBeReadOrWrittenIsNoMemory() throws IOException {
    Files.createDirectories(file());
    DeviceMemory memory = memory();
    memory.write("rain1", "pulses 1");
    assertThat(memory.read("rain1")).contains("pulses 1");
    memory.close();
    assertThat(memory().read("rain1")).isEmpty();
    Files.delete(file());
    Files.writeString(file(), "x".repeat(10_000));
    assertThat(memory().read("rain1")).isEmpty();
  }
}
