package vn.binhduong.gateway.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What a write-ahead log holds, read without SQLite (SQLite file format §4). Pure.
///
/// SQLite itself stops at the first frame whose checksum is wrong and says nothing: a flipped bit
/// silently drops every later commit. Our logs are never restarted in place, so frames that carry
/// its salts behind that place mean that something is gone, but for one case: power that failed in
/// the middle of a commit. A disk may have taken any part of that one commit, which nobody saw, and
/// has zeros where it took nothing ([#interrupted]). That power failed is for the caller to know:
/// while the kernel lives, what a process leaves has no holes.
///
/// @param committed frames up to the last valid commit
/// @param valid frames whose checksum chain is whole, at least `committed`; those behind the last
///   commit are a commit that was interrupted
/// @param beyond complete frames behind the valid ones that carry the salts of this log
/// @param interrupted those beyond can be what a disk took of one commit when power failed
/// @param headerBroken the file is longer than a header, but the header is not valid
record WalScan(int committed, int valid, int beyond, boolean interrupted, boolean headerBroken) {
  static final int HEADER_BYTES = 32;
  static final int FRAME_HEADER_BYTES = 24;
  static final int FRAME_BYTES = FRAME_HEADER_BYTES + Sqlite.PAGE_BYTES;
  private static final int MAGIC = 0x377f0682;
  private static final int SECTOR_BYTES = 512;
  private static final int VERSION = 3_007_000;

  /// Whether nothing suggests that a commit that anyone saw is gone.
  ///
  /// @param powerFailed the machine may have gone down in the middle of the commit behind the last
  ///   valid one
  boolean clean(boolean powerFailed) {
    return !headerBroken && (beyond == 0 || (interrupted && powerFailed));
  }

  static WalScan of(byte[] wal) {
    if (wal.length <= HEADER_BYTES) {
      return new WalScan(0, 0, 0, false, false);
    }
    ByteBuffer header = ByteBuffer.wrap(wal);
    int magic = header.getInt(0);
    ByteOrder order = (magic & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    long sum = checksum(wal, 0, 24, order, 0);
    if ((magic & ~1) != MAGIC
        || header.getInt(4) != VERSION
        || header.getInt(8) != Sqlite.PAGE_BYTES
        || sum != header.getLong(24)) {
      return new WalScan(0, 0, 0, false, true);
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
    boolean interrupted = beyond > 0 && interrupted(wal, valid, frames, order);
    return new WalScan(committed, valid, beyond, interrupted, false);
  }

  /// Whether the frames from `valid` on can be what a disk took of one commit that was never
  /// synced: at most one of them ends a commit, and that is the last; and each that is written
  /// whole, behind one whose checksum is known, is right.
  private static boolean interrupted(byte[] wal, int valid, int frames, ByteOrder order) {
    ByteBuffer header = ByteBuffer.wrap(wal);
    long salts = header.getLong(16);
    long sum = valid == 0 ? header.getLong(24) : header.getLong(frameAt(valid - 1) + 16);
    boolean ended = false;
    for (int frame = valid; frame < frames; frame++) {
      int at = frameAt(frame);
      if (header.getLong(at + 8) != salts) {
        sum = 0;
        continue;
      }
      if (ended) {
        return false;
      }
      ended = header.getInt(at + 4) != 0;
      long told = header.getLong(at + 16);
      if (sum != 0 && written(wal, at)) {
        long right = checksum(wal, at, 8, order, sum);
        right = checksum(wal, at + FRAME_HEADER_BYTES, Sqlite.PAGE_BYTES, order, right);
        if (right != told) {
          return false;
        }
      }
      sum = told;
    }
    return true;
  }

  /// Whether no part of a frame that a disk takes at once, a sector or SQLite's own two writes, is
  /// all zeros.
  private static boolean written(byte[] wal, int at) {
    int page = at + FRAME_HEADER_BYTES;
    int end = at + FRAME_BYTES;
    int from = at;
    while (from < end) {
      int to = Math.min(from < page ? page : end, (from / SECTOR_BYTES + 1) * SECTOR_BYTES);
      boolean zeros = true;
      for (int i = from; i < to && zeros; i++) {
        zeros = wal[i] == 0;
      }
      if (zeros) {
        return false;
      }
      from = to;
    }
    return true;
  }

  private static int frameAt(int frame) {
    return HEADER_BYTES + frame * FRAME_BYTES;
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
