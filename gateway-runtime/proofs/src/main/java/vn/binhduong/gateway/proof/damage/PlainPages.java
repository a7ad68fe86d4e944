package vn.binhduong.gateway.proof.damage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Finds records `(NULL, BLOB)` in the bytes of a SQLite file and its WAL, whatever became of
/// everything around them: headers, b-trees, cell pointers and checksums of frames are not looked
/// at (SQLite file format §1.6, §2.1 and §4.1; pages of 1024 bytes).
///
/// A record is recognised by the first bytes of its BLOB and the record header before it; it counts
/// when the BLOB's own checksum is right. A page that its overflow chain names is taken from the
/// file or from any frame of that page, whichever makes the checksum right.
final class PlainPages {
  static final int PAGE = 1024;
  static final int WAL_HEADER = 32;
  static final int FRAME_HEADER = 24;
  static final int FRAME = FRAME_HEADER + PAGE;
  private static final int LOCAL_MAX = PAGE - 35;
  private static final int LOCAL_MIN = (PAGE - 12) * 32 / 255 - 23;

  /// Ways of putting a record together that are tried at most.
  private static final int WAYS_MAX = 256;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Image(byte[] file, int at) {}

  private final List<Image> images = new ArrayList<>();
  private final Map<Integer, List<Image>> byNumber = new HashMap<>();
  private int ways;

  PlainPages(byte[] db, byte[] wal) {
    for (int at = WAL_HEADER; at + FRAME <= wal.length; at += FRAME) {
      add(big32(wal, at), new Image(wal, at + FRAME_HEADER));
    }
    for (int at = 0; at + PAGE <= db.length; at += PAGE) {
      add(at / PAGE + 1, new Image(db, at));
    }
  }

  private void add(int number, Image image) {
    images.add(image);
    byNumber.computeIfAbsent(number, n -> new ArrayList<>()).add(image);
  }

  /// Every BLOB that begins with `magic` and is whole.
  List<byte[]> blobs(int magic, Predicate<byte[]> whole) {
    List<byte[]> found = new ArrayList<>();
    for (Image image : images) {
      for (int at = 3; at < PAGE; at++) {
        if ((image.file()[image.at() + at] & 0xFF) == magic) {
          byte[] blob = blobAt(image, at, whole);
          if (blob != null) {
            found.add(blob);
          }
        }
      }
    }
    return found;
  }

  /// The BLOB whose first byte stands at `at`, behind a record header (its length, 0 for NULL, the
  /// serial type of the BLOB in 1 to 4 bytes).
  private byte @org.jspecify.annotations.Nullable [] blobAt(
      Image image, int at, Predicate<byte[]> whole) {
    byte[] file = image.file();
    for (int typeBytes = 1; typeBytes <= 4 && at - typeBytes - 2 >= 0; typeBytes++) {
      int header = image.at() + at - typeBytes - 2;
      if (file[header] != typeBytes + 2 || file[header + 1] != 0) {
        continue;
      }
      long type = 0;
      boolean wellFormed = true;
      for (int i = 0; i < typeBytes; i++) {
        int next = file[header + 2 + i];
        wellFormed &= i == typeBytes - 1 ? next >= 0 : next < 0;
        type = (type << 7) | (next & 0x7F);
      }
      if (!wellFormed || type < 12 || type % 2 != 0 || (type - 12) / 2 > 1 << 24) {
        continue;
      }
      ways = 0;
      byte[] blob =
          assemble(image, header - image.at(), typeBytes + 2, (int) (type - 12) / 2, whole);
      if (blob != null) {
        return blob;
      }
    }
    return null;
  }

  private byte @org.jspecify.annotations.Nullable [] assemble(
      Image image, int record, int header, int length, Predicate<byte[]> whole) {
    int payload = header + length;
    int local = payload;
    if (payload > LOCAL_MAX) {
      int k = LOCAL_MIN + (payload - LOCAL_MIN) % (PAGE - 4);
      local = k <= LOCAL_MAX ? k : LOCAL_MIN;
    }
    int stored = payload > local ? local + 4 : local;
    if (record + stored > PAGE) {
      return null;
    }
    byte[] all = new byte[payload];
    System.arraycopy(image.file(), image.at() + record, all, 0, local);
    int next = payload > local ? big32(image.file(), image.at() + record + local) : 0;
    return chain(all, header, local, next, whole);
  }

  private byte @org.jspecify.annotations.Nullable [] chain(
      byte[] record, int header, int filled, int page, Predicate<byte[]> whole) {
    if (filled == record.length) {
      byte[] blob = Arrays.copyOfRange(record, header, record.length);
      return whole.test(blob) ? blob : null;
    }
    int part = Math.min(PAGE - 4, record.length - filled);
    for (Image image : byNumber.getOrDefault(page, List.of())) {
      if (++ways > WAYS_MAX) {
        return null;
      }
      System.arraycopy(image.file(), image.at() + 4, record, filled, part);
      byte[] blob = chain(record, header, filled + part, big32(image.file(), image.at()), whole);
      if (blob != null) {
        return blob;
      }
    }
    return null;
  }

  private static int big32(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }
}
