package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.store.RawSegment.Trust;

/// What is read from the bytes of files that SQLite itself wrote.
class WalScanIT {
  private static final int BLOCKS = 20;

  @TempDir Path temp;
  private byte[] db = {};
  private byte[] wal = {};

  @BeforeEach
  void aSegmentAsAKillLeavesIt() throws Exception {
    Path file = temp.resolve("000000000001.db");
    State state = new State(new UUID(1, 2), State.IN_USE, List.of(), List.of());
    try (SegmentWriter writer = SegmentWriter.create(file, state)) {
      for (long number = 1; number <= BLOCKS; number++) {
        writer.commit(List.of(new RawBlock(number, body(writer, number))));
      }
      db = Files.readAllBytes(file);
      wal = Files.readAllBytes(Segment.wal(file));
    }
  }

  /// 60 samples: more than a page, so that rows have overflow pages.
  private static byte[] body(SegmentWriter writer, long number) {
    var samples =
        LongStream.range(0, 60).mapToObj(k -> Given.sample("aq1", number * 1000 + k)).toList();
    Section section = new Section("aq1", Given.BOOT, number * 60, samples);
    return BlockCodec.encode(new Block(number, new UUID(1, 2), List.of(section)), writer::layoutOf);
  }

  @Test
  void aWholeWalIsCleanAndGivesEveryBlock() {
    WalScan scan = WalScan.of(wal);
    assertThat(scan.clean(false)).isTrue();
    assertThat(scan.committed()).isEqualTo(scan.valid()).isGreaterThan(BLOCKS);
    RawSegment rows = RawSegment.of(db, wal, Trust.COMMITTED);
    assertThat(rows.blocks()).hasSize(BLOCKS);
    assertThat(rows.snapshot()).isNotNull();
  }

  @Test
  void aCommitThatWasInterruptedIsNoDamage() {
    byte[] shorter = Arrays.copyOf(wal, wal.length - WalScan.FRAME_BYTES);
    WalScan scan = WalScan.of(shorter);
    assertThat(scan.clean(false)).isTrue();
    assertThat(scan.committed()).isLessThan(scan.valid());
    assertThat(RawSegment.of(db, shorter, Trust.COMMITTED).blocks()).hasSize(BLOCKS - 1);
  }

  // SQLite says nothing of it and drops every later commit.
  @Test
  void oneBitFlippedInAFrameIsSeenAndTheBlocksBehindItAreFound() {
    int frame = WalScan.of(wal).committed() / 2;
    wal[WalScan.HEADER_BYTES + frame * WalScan.FRAME_BYTES + WalScan.FRAME_HEADER_BYTES + 700] ^= 4;
    WalScan scan = WalScan.of(wal);
    assertThat(scan.valid()).isEqualTo(frame);
    assertThat(scan.beyond()).isPositive();
    assertThat(scan.clean(true)).isFalse();
    int trusted = RawSegment.of(db, wal, Trust.COMMITTED).blocks().size();
    int found = RawSegment.of(db, wal, Trust.ANYTHING).blocks().size();
    assertThat(trusted).isLessThan(BLOCKS - 2);
    assertThat(found).isGreaterThanOrEqualTo(BLOCKS - 1);
  }

  @Test
  void framesOfAnEarlierWalAreNoDamage() {
    byte[] longer = Arrays.copyOf(wal, wal.length + WalScan.FRAME_BYTES);
    Arrays.fill(longer, wal.length, longer.length, (byte) 0x5A);
    assertThat(WalScan.of(longer).clean(false)).isTrue();
  }

  // A disk takes what it likes of a commit that was not synced; what it did not take is zeros.
  @Test
  void holesInTheOneCommitThatPowerCutAreNoDamage() {
    int before = lastCommitBut(1);
    int last = WalScan.of(wal).committed();
    assertThat(last - before).isGreaterThan(2);
    for (int frame = before; frame < last - 1; frame++) {
      for (boolean header : new boolean[] {true, false}) {
        byte[] cut = wal.clone();
        int at = WalScan.HEADER_BYTES + frame * WalScan.FRAME_BYTES;
        int page = at + WalScan.FRAME_HEADER_BYTES;
        Arrays.fill(cut, header ? at : page, header ? page : page + Sqlite.PAGE_BYTES, (byte) 0);
        WalScan scan = WalScan.of(cut);
        assertThat(scan.clean(true)).isTrue();
        assertThat(scan.clean(false)).as("no power cut, so it is damage").isFalse();
        assertThat(scan.committed()).isEqualTo(before);
        assertThat(RawSegment.of(db, cut, Trust.COMMITTED).blocks()).hasSize(BLOCKS - 1);
      }
    }
  }

  @Test
  void aHoleWithACommitBehindTheNextIsDamage() {
    int frame = lastCommitBut(2);
    int at = WalScan.HEADER_BYTES + frame * WalScan.FRAME_BYTES;
    Arrays.fill(wal, at, at + WalScan.FRAME_BYTES, (byte) 0);
    assertThat(WalScan.of(wal).clean(true)).isFalse();
  }

  @Test
  void aBitFlippedInTheLastCommitIsNoHole() {
    int page =
        WalScan.HEADER_BYTES + lastCommitBut(1) * WalScan.FRAME_BYTES + WalScan.FRAME_HEADER_BYTES;
    for (int at = page; at < page + Sqlite.PAGE_BYTES; at++) {
      wal[at] |= 1; // a page without a zero, so that nothing in it passes for a hole
    }
    assertThat(WalScan.of(wal).clean(true)).isFalse();
  }

  /// How many frames there are up to the commit that comes `but` commits before the last.
  private int lastCommitBut(int but) {
    int frame = WalScan.of(wal).committed();
    for (int left = but; left > 0; ) {
      frame--;
      int commit =
          java.nio.ByteBuffer.wrap(wal)
              .getInt(WalScan.HEADER_BYTES + (frame - 1) * WalScan.FRAME_BYTES + 4);
      left -= commit == 0 ? 0 : 1;
    }
    return frame;
  }

  @Test
  void aBrokenHeaderIsDamage() {
    wal[20] ^= 1;
    assertThat(WalScan.of(wal).headerBroken()).isTrue();
    assertThat(WalScan.of(wal).clean(true)).isFalse();
  }

  @Test
  void garbageGivesNothingAndThrowsNothing() {
    new Random(1).nextBytes(db);
    new Random(2).nextBytes(wal);
    RawSegment rows = RawSegment.of(db, wal, Trust.ANYTHING);
    assertThat(rows.blocks()).isEmpty();
    assertThat(rows.snapshot()).isNull();
  }

  // What a flipped bit makes of a length or a pointer is no reason to read nothing at all.
  @Test
  void noFlippedBitKeepsTheOthersFromBeingRead() {
    var random = new Random(20261124);
    for (int i = 0; i < 3_000; i++) {
      byte[] data = i % 2 == 0 ? wal : db;
      int at = random.nextInt(data.length);
      int bit = 1 << random.nextInt(8);
      data[at] ^= (byte) bit;
      assertThat(RawSegment.of(db, wal, Trust.ANYTHING).blocks().size())
          .as("bit %d of byte %d of %s", bit, at, i % 2 == 0 ? "the WAL" : "the file")
          .isGreaterThanOrEqualTo(BLOCKS - 1);
      data[at] ^= (byte) bit;
    }
  }

  // SQLite file format section 2.1: here the header of a record says that it is longer than the
  // record; a damaged number of cells leads to such ones.
  @Test
  void aHeaderLongerThanItsRecordKeepsNothingFromBeingRead() {
    byte[] cell = {20, 1, (byte) 0xFF, 0x7F, 0, 22};
    byte[] longer = Arrays.copyOf(db, db.length + Sqlite.PAGE_BYTES);
    int page = db.length;
    longer[page] = 0x0D; // a leaf
    longer[page + 4] = 1; // with one cell
    longer[page + 9] = 100; // there
    System.arraycopy(cell, 0, longer, page + 100, cell.length);
    for (Trust trust : Trust.values()) {
      assertThat(RawSegment.of(longer, wal, trust).blocks()).hasSize(BLOCKS);
    }
  }

  @Test
  void aBlockOfManyPagesIsRead() throws Exception {
    Path file = temp.resolve("000000000003.db");
    State state = new State(new UUID(1, 2), State.IN_USE, List.of(), List.of());
    try (SegmentWriter writer = SegmentWriter.create(file, state)) {
      var samples =
          LongStream.range(0, 2048)
              .mapToObj(
                  k ->
                      (Entry)
                          new Event(
                              new BootTime(Given.BOOT, k * 1_000_000),
                              "alarm",
                              "{\"text\":\"%s\"}"
                                  .formatted(new UUID(k * k, ~k).toString().repeat(4))))
              .toList();
      Section section = new Section("gateway", Given.BOOT, 1, samples);
      byte[] body =
          BlockCodec.encode(new Block(1, new UUID(1, 2), List.of(section)), writer::layoutOf);
      assertThat(body.length).isGreaterThan(100 * Sqlite.PAGE_BYTES);
      writer.commit(List.of(new RawBlock(1, body)));
      RawSegment rows =
          RawSegment.of(
              Files.readAllBytes(file), Files.readAllBytes(Segment.wal(file)), Trust.COMMITTED);
      assertThat(rows.blocks()).containsOnlyKeys(1L);
    }
  }

  // A full disk fails a long commit; the shorter one after it must not leave its rest behind.
  @Test
  void aFailedCommitLeavesNothingThatLooksLikeDamage() throws Exception {
    Path file = temp.resolve("000000000002.db");
    State state = new State(new UUID(1, 2), State.IN_USE, List.of(), List.of());
    try (SegmentWriter writer = SegmentWriter.create(file, state)) {
      writer.commit(List.of(new RawBlock(1, body(writer, 1))));
      long good = Files.size(Segment.wal(file));
      try (Connection other = Sqlite.writer(file);
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                () -> writer.commit(List.of(new RawBlock(2, body(writer, 2)))))
            .isInstanceOf(java.sql.SQLException.class);
        statement.execute("ROLLBACK");
      }
      byte[] whole = Files.readAllBytes(Segment.wal(file));
      byte[] rest = Arrays.copyOfRange(whole, whole.length - 3 * WalScan.FRAME_BYTES, whole.length);
      Files.write(Segment.wal(file), rest, java.nio.file.StandardOpenOption.APPEND);
      writer.commit(List.of(new RawBlock(2, new byte[] {1})));
      assertThat(Files.size(Segment.wal(file))).isGreaterThan(good);
      assertThat(WalScan.of(Files.readAllBytes(Segment.wal(file))).clean(false)).isTrue();
    }
  }
}
