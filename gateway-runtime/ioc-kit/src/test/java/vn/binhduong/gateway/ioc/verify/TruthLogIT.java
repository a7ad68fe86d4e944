package vn.binhduong.gateway.ioc.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthLogIT {
  private static final TruthRow ROW =
      new TruthRow("air1", 1_763_863_200_123L, Map.of("pm25", 23.4, "t", 31.3));

  @TempDir Path directory;

  @Test
  void theFormIsTheAgreedOne() throws IOException {
    Path file = directory.resolve("t.jsonl");
    try (TruthLog log = TruthLog.append(file)) {
      log.write(ROW);
    }
    assertThat(Files.readString(file))
        .isEqualTo("{\"dev\":\"air1\",\"t\":1763863200123,\"v\":{\"pm25\":23.4,\"t\":31.3}}\n");
    assertThat(TruthLog.read(List.of(file, directory.resolve("none")))).containsExactly(ROW);
  }

  // The demo reads the logs while they are written: half a line is read when it is whole.
  @Test
  void aFollowerReadsEachRowOnceItIsWhole() throws IOException {
    Path file = directory.resolve("f.jsonl");
    TruthFollower follower = new TruthFollower(List.of(file));
    assertThat(follower.poll()).isEmpty();
    Files.writeString(file, "{\"dev\":\"air1\",\"t\":1763863200123,");
    assertThat(follower.poll()).isEmpty();
    Files.writeString(file, "\"v\":{\"pm25\":23.4,\"t\":31.3}}\n", StandardOpenOption.APPEND);
    assertThat(follower.poll()).containsExactly(ROW);
    assertThat(follower.poll()).containsExactly(ROW);
  }

  @Test
  void aWrongLineIsNamed() throws IOException {
    Path file = directory.resolve("w.jsonl");
    Files.writeString(file, "{\"dev\":\"air1\",\"t\":1,\"v\":{}}\n{\"dev\":1}\n");
    assertThatThrownBy(() -> TruthLog.read(List.of(file))).hasMessageContaining("w.jsonl:2");
  }
}
