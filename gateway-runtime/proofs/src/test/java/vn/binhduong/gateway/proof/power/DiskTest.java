package vn.binhduong.gateway.proof.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.proof.faults.Journal;
import vn.binhduong.gateway.proof.faults.Journal.Kind;

/// What a disk may hold after a power cut: a model that keeps too much would prove nothing.
class DiskTest {
  private static final byte[] OLD = {1, 1, 1, 1};

  private final Random random = new Random(1);

  private static Journal.Entry entry(Kind kind, String name, long inode) {
    return new Journal.Entry(kind, 0, inode, 0, name, "", new byte[0]);
  }

  private static Journal.Entry write(long inode, long at, byte... bytes) {
    return new Journal.Entry(Kind.WRITE, 0, inode, at, "", "", bytes);
  }

  private static void sync(Disk disk, String name, long inode) {
    disk.apply(entry(Kind.SYNC_BEGIN, name, inode));
    disk.apply(entry(Kind.SYNC_END, name, inode));
  }

  /// A disk with one old file.
  private static Disk disk(Disk.Model model) {
    Disk disk = new Disk(model);
    disk.directory("d");
    disk.file("d/a", 7, OLD);
    return disk;
  }

  /// The heart of it: a write that was not synced can be gone, one that was cannot.
  @Test
  void onlyWhatWasSyncedIsCertain() {
    Disk disk = disk(Disk.Model.STRICT);
    disk.apply(write(7, 0, (byte) 2));
    sync(disk, "d/a", 7);
    disk.apply(write(7, 1, (byte) 3));
    assertThat(disk.cut(Disk.Fate.NONE, random).files().get("d/a")).containsExactly(2, 1, 1, 1);
    assertThat(disk.cut(Disk.Fate.ALL, random).files().get("d/a")).containsExactly(2, 3, 1, 1);
  }

  /// A write that came while a sync was under way is not covered by it.
  @Test
  void aSyncCoversWhatCameBeforeItBegan() {
    Disk disk = disk(Disk.Model.STRICT);
    disk.apply(entry(Kind.SYNC_BEGIN, "d/a", 7));
    disk.apply(write(7, 0, (byte) 2));
    disk.apply(entry(Kind.SYNC_END, "d/a", 7));
    assertThat(disk.cut(Disk.Fate.NONE, random).files().get("d/a")).isEqualTo(OLD);
  }

  /// A sync that the kill interrupted promises nothing.
  @Test
  void aSyncThatNeverEndedIsNone() {
    Disk disk = disk(Disk.Model.STRICT);
    disk.apply(write(7, 0, (byte) 2));
    disk.apply(entry(Kind.SYNC_BEGIN, "d/a", 7));
    assertThat(disk.cut(Disk.Fate.NONE, random).files().get("d/a")).isEqualTo(OLD);
  }

  /// POSIX: a file that was synced can be gone with its name; ext4 keeps it.
  @Test
  void aNewNameNeedsASyncOfItsDirectory() {
    for (Disk.Model model : Disk.Model.values()) {
      Disk disk = disk(model);
      disk.apply(entry(Kind.CREATE, "d/b", 8));
      disk.apply(write(8, 0, (byte) 9));
      sync(disk, "d/b", 8);
      assertThat(disk.cut(Disk.Fate.NONE, random).files().containsKey("d/b"))
          .as(model.name())
          .isEqualTo(model == Disk.Model.ORDERED);
      sync(disk, "d", 1);
      assertThat(disk.cut(Disk.Fate.NONE, random).files().get("d/b")).containsExactly(9);
    }
  }

  /// What was removed comes back, with what it held.
  @Test
  void aRemovalThatWasNotSyncedIsUndone() {
    Disk disk = disk(Disk.Model.STRICT);
    disk.apply(entry(Kind.UNLINK, "d/a", 7));
    assertThat(disk.cut(Disk.Fate.NONE, random).files().get("d/a")).isEqualTo(OLD);
    assertThat(disk.cut(Disk.Fate.ALL, random).files()).isEmpty();
    sync(disk, "d", 1);
    assertThat(disk.cut(Disk.Fate.NONE, random).files()).isEmpty();
  }

  /// Write, sync, rename, sync the directory: the old content or the new one, never neither.
  @Test
  void aReplacementIsOldOrNew() {
    Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      Disk disk = disk(seed % 2 == 0 ? Disk.Model.STRICT : Disk.Model.ORDERED);
      disk.apply(entry(Kind.CREATE, "d/a.new", 8));
      disk.apply(write(8, 0, (byte) 5));
      sync(disk, "d/a.new", 8);
      disk.apply(new Journal.Entry(Kind.RENAME, 0, 8, 0, "d/a.new", "d/a", new byte[0]));
      seen.add(Arrays.toString(disk.cut(Disk.Fate.SUBSET, random).files().get("d/a")));
    }
    assertThat(seen).containsExactly("[1, 1, 1, 1]", "[5]");
  }

  /// Blocks of 512 bytes go one by one; the hole a lost one leaves reads as zeros.
  @Test
  void tornWritesAreTornAtBlocks() {
    byte[] payload = new byte[1500];
    Arrays.fill(payload, (byte) 4);
    Set<String> shapes = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      Disk disk = disk(Disk.Model.STRICT);
      disk.file("d/w", 9, new byte[0]);
      disk.apply(write(9, 100, payload));
      byte[] left = disk.cut(Disk.Fate.TORN, random).files().get("d/w");
      StringBuilder shape = new StringBuilder();
      for (int at : new int[] {100, 511, 512, 1023, 1024, 1535, 1536, 1599}) {
        shape.append(
            at < Objects.requireNonNull(left).length
                ? Integer.toString(Objects.requireNonNull(left)[at])
                : "-");
      }
      shapes.add(shape.toString());
    }
    // Four blocks, each there or not, the size as far as the last that is there.
    assertThat(shapes).hasSize(16).contains("44444444", "--------", "00004444", "44------");
  }

  /// A directory that is gone takes its files with it.
  @Test
  void aFileNeedsItsDirectory() {
    Disk disk = new Disk(Disk.Model.STRICT);
    disk.apply(entry(Kind.MKDIR, "q", 0));
    disk.apply(entry(Kind.CREATE, "q/x", 5));
    sync(disk, "q/x", 5);
    sync(disk, "q", 2);
    assertThat(disk.cut(Disk.Fate.NONE, random).files()).isEmpty();
    sync(disk, "", 1);
    assertThat(disk.cut(Disk.Fate.NONE, random).files()).containsOnlyKeys("q/x");
  }
}
