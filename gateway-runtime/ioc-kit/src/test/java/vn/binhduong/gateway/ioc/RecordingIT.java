package vn.binhduong.gateway.ioc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.contract.Ranges.Range;

class RecordingIT {
  private static final StreamKey STREAM = new StreamKey("GW-1", UUID.randomUUID(), "wx1");
  private static final List<Arrival> ARRIVALS =
      List.of(
          new Arrival.Row(
              STREAM, 1, 17, "SYNCED", true, Map.of("t", 0.1 + 0.2), Map.of("rh", "02"), 18),
          new Arrival.Event(STREAM, 2, 17, "gap", "{\"from\":1}", 18),
          new Arrival.Gap(STREAM, new Range(3, 4), "lost", 18),
          new Arrival.Ledger(STREAM, 1, 9, 8, List.of(new Range(3, 4)), 5, 18));

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsReadAgainExactly() throws IOException {
    Path file = directory.resolve("a.jsonl");
    write(file, ARRIVALS);
    assertThat(Recording.read(file)).isEqualTo(ARRIVALS);
  }

  @Test
  void aRecordingThatIsNotThereIsEmpty() throws IOException {
    assertThat(Recording.read(directory.resolve("none.jsonl"))).isEmpty();
  }

  // The machine went down in the middle of a line: it was never acknowledged, so it comes again.
  @Test
  void aTornLastLineIsCutOff() throws IOException {
    Path file = directory.resolve("torn.jsonl");
    write(file, ARRIVALS);
    Files.writeString(file, "{\"k\":\"row\",\"gw\":\"GW", StandardOpenOption.APPEND);
    assertThat(Recording.read(file)).isEqualTo(ARRIVALS);
    write(file, ARRIVALS.subList(0, 1));
    assertThat(Recording.read(file)).hasSize(5);
  }

  // Damage anywhere else must not pass as a complete recording.
  @Test
  void aBrokenLineInTheMiddleIsNamed() throws IOException {
    Path file = directory.resolve("broken.jsonl");
    Files.writeString(file, "{\"k\":\"other\",\"gw\":1}\n");
    write(file, ARRIVALS);
    assertThatThrownBy(() -> Recording.read(file)).hasMessageContaining("broken.jsonl:1");
  }

  private static void write(Path file, List<Arrival> arrivals) throws IOException {
    try (Recording recording = Recording.append(file)) {
      for (Arrival arrival : arrivals) {
        recording.write(arrival);
      }
    }
  }
}
