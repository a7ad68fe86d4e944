package vn.binhduong.gateway.management.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers remember paths: what an instance stands for must not change.
class InstanceIdsTest {
  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = directory.resolve("management/instances");
  }

  private InstanceIds ids() {
    return new InstanceIds(file, Files::write);
  }

  @Test
  void anIdStaysOverRestartsAndWhileItsDeviceIsAway() {
    InstanceIds first = ids();
    assertThat(first.ids(3303, List.of("wx1/t", "th1/t")))
        .isEqualTo(Map.of("wx1/t", 0, "th1/t", 1));
    assertThat(first.ids(3303, List.of("th1/t"))).isEqualTo(Map.of("th1/t", 1));
    assertThat(first.ids(3303, List.of("new/t", "th1/t")))
        .isEqualTo(Map.of("th1/t", 1, "new/t", 2));
    assertThat(ids().ids(3303, List.of("new/t", "wx1/t")))
        .isEqualTo(Map.of("wx1/t", 0, "new/t", 2));
    assertThat(ids().ids(3304, List.of("wx1/t"))).isEqualTo(Map.of("wx1/t", 0));
  }

  // What can be read keeps its id; the rest gets one that nobody has.
  @Test
  void aDamagedFileCostsOnlyItsDamagedLines() throws IOException {
    Files.createDirectories(directory.resolve("management"));
    Files.writeString(
        file,
        """
        3303/3 wx1/t
        3303/x th1/t
        3303/3 thief/t
        3303/65535 high/t
        99999999/1 far/t
        \0\0\0
        3303/4 wx1/t
        3303/1 last/""");
    assertThat(ids().ids(3303, List.of("th1/t", "thief/t", "high/t", "wx1/t", "last/")))
        .isEqualTo(Map.of("wx1/t", 3, "last/", 1, "th1/t", 0, "thief/t", 2, "high/t", 4));
  }

  @Test
  void anEmptyOrHugeFileIsAsNone() throws IOException {
    Files.createDirectories(directory.resolve("management"));
    Files.writeString(file, "");
    assertThat(ids().ids(3303, List.of("a"))).isEqualTo(Map.of("a", 0));
    Files.writeString(file, "3303/7 a\n".repeat(100_000));
    assertThat(ids().ids(3303, List.of("a"))).isEqualTo(Map.of("a", 0));
  }

  @Test
  void aFileThatCannotBeWrittenHoldsUntilTheNextStart() {
    InstanceIds ids =
        new InstanceIds(
            file,
            (path, bytes) -> {
              throw new IOException("the disk is full");
            });
    assertThat(ids.ids(3303, List.of("a", "b"))).isEqualTo(Map.of("a", 0, "b", 1));
    assertThat(ids.ids(3303, List.of("b"))).isEqualTo(Map.of("b", 1));
    assertThat(file).doesNotExist();
  }

  @Test
  void whenThereAreTooManyThoseInUseStay() {
    InstanceIds ids = ids();
    List<String> many = IntStream.range(0, InstanceIds.NAMES_MAX).mapToObj(i -> "d" + i).toList();
    ids.ids(3303, many);
    List<String> used = List.of("d17", "new", "d4095");
    assertThat(ids.ids(3303, used)).isEqualTo(Map.of("d17", 17, "d4095", 4095, "new", 0));
    assertThat(ids().ids(3303, used)).isEqualTo(Map.of("d17", 17, "d4095", 4095, "new", 0));
  }
}
