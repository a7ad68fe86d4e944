package vn.binhduong.gateway.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What a write-ahead log holds, read without SQLite (SQLite file format §4). Pure.
///
/// SQLite itself stops at the first frame whose checksum is wrong and says nothing: a flipped bit
/// silently drops every later commit. In the open segment the log is never restarted, so frames
/// that carry its salts behind that place prove that something is gone.
///
/// @param committed frames up to the last valid commit
/// @param valid frames whose checksum chain is whole, at least `committed`; those behind the last
///   commit are a commit that was interrupted
/// @param beyond complete frames behind the valid ones that carry the salts of this log
/// @param headerBroken the file is longer than a header, but the header is not valid
record WalScan(int committed, int valid, int beyond, boolean headerBroken) {
  static final int HEADER_BYTES = 32;
  static final int FRAME_HEADER_BYTES = 24;
  static final int FRAME_BYTES = FRAME_HEADER_BYTES + Sqlite.PAGE_BYTES;
  private static final int MAGIC = 0x377f0682;
  private static final int VERSION = 3_007_000;

  /// Whether nothing suggests that a commit is gone.
  boolean clean() {
    return beyond == 0 && !headerBroken;
  }

  static WalScan of(byte[] wal) {
    if (wal.length <= HEADER_BYTES) {
      return new WalScan(0, 0, 0, false);
    }
    ByteBuffer header = ByteBuffer.wrap(wal);
    int magic = header.getInt(0);
    ByteOrder order = (magic & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    long sum = checksum(wal, 0, 24, order, 0);
    if ((magic & ~1) != MAGIC
        || header.getInt(4) != VERSION
        || header.getInt(8) != Sqlite.PAGE_BYTES
        || sum != header.getLong(24)) {
      return new WalScan(0, 0, 0, true);
    }
    long salts = header.getLong(16);
    int frames = (wal.length - HEADER_BYTES) / FRAME_BYTES;
    int committed = 0;
    int valid = 0;
    while (valid < frames) {
      int at = HEADER_BYTES + valid * FRAME_BYTES;
      sum = checksum(wal, at, 8, order, sum);
      sum = checksum(wal, at + FRAME_HEADER_BYTES, Sqlite.PAGE_BYTES, order, sum);
      if (header.getLong(at + 8) != salts || header.getLong(at + 16) != sum) {
        break;
      }
      valid++;
      if (header.getInt(at + 4) != 0) {
        committed = valid;
      }
    }
    int beyond = 0;
    for (int frame = valid; frame < frames; frame++) {
      if (header.getLong(HEADER_BYTES + frame * FRAME_BYTES + 8) == salts) {
        beyond++;
      }
    }
    return new WalScan(committed, valid, beyond, false);
  }

  /// SQLite's running checksum, its two halves in one long, over a multiple of 8 bytes.
  private static long checksum(byte[] data, int from, int length, ByteOrder order, long start) {
    ByteBuffer words = ByteBuffer.wrap(data).order(order);
    int s1 = (int) (start >>> 32);
    int s2 = (int) start;
    for (int at = from; at < from + length; at += 8) {
      s1 += words.getInt(at) + s2;
      s2 += words.getInt(at + 4) + s1;
    }
    return ((long) s1 << 32) | (s2 & 0xFFFF_FFFFL);
  }
}
