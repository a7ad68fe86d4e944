package vn.binhduong.gateway.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableIT {
  /// A buffer as large as the file would show; the heap and what else moves is far less.
  private static final long FILE_BYTES = 64L << 20;

  private static final long MOVES_KIB_MAX = 24 << 10;

  @TempDir Path directory;

  @Test
  void whatIsWrittenInPiecesIsReadInPieces() throws Exception {
    for (int size : List.of(0, 1, Durable.PIECE_BYTES, Durable.PIECE_BYTES + 1, 1_000_003)) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      Path file = directory.resolve("file");

      Durable.replace(file, content);

      assertThat(Files.readAllBytes(file)).isEqualTo(content);
      assertThat(Durable.read(file)).isEqualTo(content);
    }
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
    assertThat(Durable.read(directory.resolve("absent"))).isEmpty();
  }

  @Test
  void aFileOfZerosTakesItsRoomOnTheDiskAndNoneInMemory() throws Exception {
    Path file = directory.resolve("reserve");
    Durable.fill(file, 1_000_003);
    assertThat(Files.readAllBytes(file)).isEqualTo(new byte[1_000_003]);
    long before = anonymousKib();

    Durable.fill(file, FILE_BYTES);

    assertThat(anonymousKib() - before).isLessThan(MOVES_KIB_MAX);
    assertThat(file).hasSize(FILE_BYTES);
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    String answer = new String(du.getInputStream().readAllBytes(), US_ASCII);
    assertThat(Long.parseLong(answer.split("\\s", -1)[0])).isGreaterThanOrEqualTo(FILE_BYTES >> 10);
  }

  /// What the process holds outside of files.
  private static long anonymousKib() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
