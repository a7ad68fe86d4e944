package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Power that fails while SQLite makes a file of ours, or takes it out of WAL mode: no damage.
class PowerCutIT {
  private static final int NONCE = 0x18a43eed;

  @TempDir Path data;

  /// A journal of a change that began when the file had `pages` pages, with nothing to put back.
  private static byte[] journal(int pages) {
    return ByteBuffer.allocate(512)
        .putLong(0xd9d505f920a163d7L)
        .putInt(0)
        .putInt(NONCE)
        .putInt(pages)
        .putInt(512)
        .putInt(Sqlite.PAGE_BYTES)
        .array();
  }

  /// Every 200th byte of a page counts.
  private static int sum(byte[] page) {
    int sum = 0;
    for (int at = page.length - 200; at > 0; at -= 200) {
      sum += page[at] & 0xFF;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.db", "segments/000000000001.db"})
  void aFileCaughtInTheMakingIsMadeAnew(String name) throws Exception {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] page = new byte[Sqlite.PAGE_BYTES];
    page[0] = 'S';
    Files.write(file, page);
    Files.write(Segment.journal(file), journal(0));
    try (Store store = Given.open(data)) {
      store.append(Given.sample("aq1", 1));
      Given.await("it is stored", () -> store.figures().entries() == 1);
      assertThat(store.ledger()).allMatch(stream -> stream.gaps().isEmpty());
    }
    assertThat(data.resolve("quarantine")).doesNotExist();
  }

  // The header page is the one that is changed when a segment leaves WAL mode.
  @Test
  void aSegmentCaughtWhileItIsSealedLosesNothing() throws Exception {
    try (Store store = Given.open(data)) {
      store.append(Given.sample("aq1", 1));
      Given.await("it is stored", () -> store.figures().entries() == 1);
    }
    Path file = data.resolve("segments/000000000001.db");
    Files.delete(Sidecar.of(file));
    byte[] content = Files.readAllBytes(file);
    byte[] first = Arrays.copyOf(content, Sqlite.PAGE_BYTES);
    ByteBuffer journal = ByteBuffer.allocate(512 + 4 + Sqlite.PAGE_BYTES + 4);
    journal.put(journal(content.length / Sqlite.PAGE_BYTES)).putInt(8, 1);
    journal.putInt(1).put(first).putInt(NONCE + sum(first));
    Files.write(Segment.journal(file), journal.array());
    Arrays.fill(content, 0, 512, (byte) 0); // half of the page was written
    Files.write(file, content);
    try (Store store = Given.open(data)) {
      assertThat(Given.samples(store)).hasSize(1);
    }
    assertThat(data.resolve("quarantine")).doesNotExist();
  }

  @Test
  void journalsThatPowerBroughtBackAreNotUsed() throws Exception {
    try (Store store = Given.open(data)) {
      store.append(Given.sample("aq1", 1));
      Given.await("it is stored", () -> store.figures().entries() == 1);
    }
    Path sealed = data.resolve("segments/000000000001.db");
    Path missing = data.resolve("segments/000000000002.db");
    int pages = (int) (Files.size(sealed) / Sqlite.PAGE_BYTES);
    Files.write(Segment.journal(sealed), journal(pages));
    Files.write(Segment.journal(missing), journal(0));
    try (Store store = Given.open(data)) {
      assertThat(Given.samples(store)).hasSize(1);
    }
    assertThat(Segment.journal(sealed)).doesNotExist();
    assertThat(Segment.journal(missing)).doesNotExist();
    assertThat(data.resolve("quarantine")).doesNotExist();
  }

  // SQLite makes them before the name of the file itself is durable.
  @Test
  void whatStandsBesideASegmentThatNeverWasIsNoDamage() throws Exception {
    try (Store store = Given.open(data)) {
      store.append(Given.sample("aq1", 1));
      Given.await("it is stored", () -> store.figures().entries() == 1);
    }
    Path never = data.resolve("segments/000000000002.db");
    Files.write(Segment.shm(never), new byte[32 << 10]);
    Files.write(Segment.wal(never), new byte[0]);
    try (Store store = Given.open(data)) {
      assertThat(Given.samples(store)).hasSize(1);
      assertThat(store.ledger()).allMatch(stream -> stream.gaps().isEmpty());
    }
    assertThat(data.resolve("quarantine")).doesNotExist();
  }

  // Rolling back would cut the file to the size the journal tells.
  @Test
  void aJournalOfAnotherFileIsPutAway() throws Exception {
    try (Store store = Given.open(data)) {
      store.append(Given.sample("aq1", 1));
      Given.await("it is stored", () -> store.figures().entries() == 1);
    }
    Path file = data.resolve("segments/000000000001.db");
    Files.delete(Sidecar.of(file));
    Files.write(Segment.journal(file), journal(1));
    try (Store store = Given.open(data)) {
      assertThat(Given.samples(store)).hasSize(1);
    }
    try (var cases = Files.list(data.resolve("quarantine"))) {
      assertThat(cases.map(Path::getFileName).map(Path::toString).toList())
          .isEqualTo(List.of("000000000001.db-journal.1"));
    }
  }
}
