package vn.binhduong.gateway.proof.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.store.Store;
import vn.binhduong.gateway.store.StoreSettings;

/// The reader that says what must be recovered: it has to find all of an undamaged store, in its
/// WAL and in its file, and no less than what a damage leaves.
class PlainReaderIT {
  private static final int SAMPLES = 400;
  private static final UUID BOOT = new UUID(3, 4);
  private static final Channel T = new Channel("t", Unit.CELSIUS, -40, 85, "air temperature");
  private static final Channel RH = new Channel("rh", Unit.RELATIVE_HUMIDITY, 0, 100, "humidity");

  @TempDir Path temp;
  private Path open;
  private Path closed;

  @BeforeEach
  void store() throws Exception {
    closed = temp.resolve("closed");
    open = temp.resolve("open");
    try (Store store =
        Store.open(
            StoreSettings.DEFAULTS, closed, () -> new BootTime(BOOT, 1), InstantSource.system())) {
      for (int k = 1; k <= SAMPLES; k++) {
        store.append(
            new Sample(
                "wx1",
                new BootTime(BOOT, 1_000_000L * k),
                List.of(T.reading(k / 10.0), RH.reading(50 + k / 1024.0 / 3))));
        if (k % 100 == 0) { // blocks of several pages
          store.commitNow();
          int wanted = k;
          while (store.figures().entries() < wanted) {
            TimeUnit.MILLISECONDS.sleep(5);
          }
        }
      }
      Hammer.copyTree(closed, open);
    }
  }

  private static void assertComplete(PlainReader.Found found) {
    assertThat(found.twice()).isEmpty();
    assertThat(found.entries()).hasSize(SAMPLES);
    found
        .entries()
        .forEach(
            (id, content) -> {
              assertThat(id.device()).isEqualTo("wx1");
              assertThat(content.boot()).isEqualTo(BOOT);
              assertThat(content.nanos()).isEqualTo(1_000_000L * id.seq());
              assertThat(content.values())
                  .containsEntry("t", id.seq() / 10.0)
                  .containsEntry("rh", 50 + id.seq() / 1024.0 / 3);
            });
  }

  @Test
  void findsEverySampleInAWalAndInASealedFile() throws Exception {
    assertComplete(PlainReader.read(open));
    assertComplete(PlainReader.read(closed));
  }

  @Test
  void needsNoPageHeaderNorFrameHeader() throws Exception {
    Path wal = open.resolve("segments/000000000001.db-wal");
    byte[] bytes = Files.readAllBytes(wal);
    for (int at = 0; at < PlainPages.WAL_HEADER; at++) {
      bytes[at] = 0;
    }
    for (int at = PlainPages.WAL_HEADER;
        at + PlainPages.FRAME <= bytes.length;
        at += PlainPages.FRAME) {
      bytes[at + 16] = (byte) (bytes[at + 16] ^ 1); // the checksum of the frame
      bytes[at + PlainPages.FRAME_HEADER] ^=
          (byte) (bytes[at + PlainPages.FRAME_HEADER] == 13 ? 2 : 0);
    }
    Files.write(wal, bytes);
    assertComplete(PlainReader.read(open));
  }

  @Test
  void aBlockWithAFlippedBitIsNotReadable() throws Exception {
    Path file = closed.resolve("segments/000000000001.db");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 100] = (byte) (bytes[bytes.length - 100] ^ 1);
    Files.write(file, bytes);
    assertThat(PlainReader.read(closed).entries()).hasSizeLessThan(SAMPLES).hasSizeGreaterThan(0);
  }

  @Test
  void changesNothing() throws Exception {
    List<String> before = files(open);
    PlainReader.read(open);
    assertThat(files(open)).isEqualTo(before);
  }

  private static List<String> files(Path directory) throws Exception {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
    }
    return all;
  }
}
