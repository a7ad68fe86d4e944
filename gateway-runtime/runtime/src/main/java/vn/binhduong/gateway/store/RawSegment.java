package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rows of a segment read from its bytes, without SQLite and without touching the files (SQLite
/// file format §1.6 and §2, page size 1024, no reserved bytes).
///
/// Every table leaf page counts, wherever it stands and whatever became of the pages above it; a
/// row counts when its own checksum is right. So it finds what SQLite refuses to open, and what
/// stands in a WAL behind a damaged frame. Used to salvage, and to read beside a running gateway.
///
/// @param blocks by number
/// @param layouts by id
/// @param snapshot the state when the segment began, if readable
/// @param wal what the WAL says of itself
record RawSegment(
    NavigableMap<Long, byte[]> blocks,
    Map<Integer, Layout> layouts,
    @Nullable State snapshot,
    WalScan wal) {
  private static final System.Logger LOG = System.getLogger(RawSegment.class.getName());

  /// Far above any segment; a larger file is not one of ours.
  private static final long FILE_BYTES_MAX = 1L << 30;

  private static final int U = Sqlite.PAGE_BYTES;
  private static final int LEAF = 0x0D;
  private static final int LOCAL_MAX = U - 35;
  private static final int LOCAL_MIN = (U - 12) * 32 / 255 - 23;

  /// How much of the WAL counts.
  enum Trust {
    /// What SQLite would see: up to the last valid commit.
    COMMITTED,
    /// Every row with a right checksum.
    ANYTHING
  }

  static RawSegment read(Path file, Trust trust) throws IOException {
    // The WAL first: a gateway that seals the file meanwhile moves the rows the other way.
    byte[] wal = bytes(Segment.wal(file));
    return of(bytes(file), wal, trust);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new FormatException(
          "%s: %d bytes, expected at most %d".formatted(file, Files.size(file), FILE_BYTES_MAX));
    }
    return Files.readAllBytes(file);
  }

  static RawSegment of(byte[] db, byte[] wal, Trust trust) {
    WalScan scan = WalScan.of(wal);
    int frames =
        trust == Trust.COMMITTED
            ? scan.committed()
            : Math.max(0, wal.length - WalScan.HEADER_BYTES) / WalScan.FRAME_BYTES;
    return new Pages(db, wal, frames).collect(scan);
  }

  /// Page images: those of the database file and those of the frames.
  private static final class Pages {
    private final byte[] db;
    private final byte[] wal;
    private final int frames;
    private final Map<Integer, Integer> newest = new HashMap<>();
    private final NavigableMap<Long, byte[]> blocks = new TreeMap<>();
    private final Map<Integer, Layout> layouts = new HashMap<>();
    private @Nullable State snapshot;

    Pages(byte[] db, byte[] wal, int frames) {
      this.db = db;
      this.wal = wal;
      this.frames = frames;
      ByteBuffer buffer = ByteBuffer.wrap(wal);
      for (int frame = 0; frame < frames; frame++) {
        newest.put(buffer.getInt(frameAt(frame)), frame);
      }
    }

    private static int frameAt(int frame) {
      return WalScan.HEADER_BYTES + frame * WalScan.FRAME_BYTES;
    }

    RawSegment collect(WalScan scan) {
      // Newest first: a row found once with a right checksum is not read again.
      for (int frame = frames - 1; frame >= 0; frame--) {
        leaf(wal, frameAt(frame) + WalScan.FRAME_HEADER_BYTES, 0);
      }
      for (int at = 0; at + U <= db.length; at += U) {
        leaf(db, at, at == 0 ? 100 : 0);
      }
      return new RawSegment(blocks, layouts, snapshot, scan);
    }

    private void leaf(byte[] data, int page, int header) {
      ByteBuffer buffer = ByteBuffer.wrap(data, page, U).slice();
      if ((buffer.get(header) & 0xFF) != LEAF) {
        return;
      }
      int cells = buffer.getShort(header + 3) & 0xFFFF;
      for (int cell = 0; cell < cells && header + 8 + 2 * cell + 2 <= U; cell++) {
        int at = buffer.getShort(header + 8 + 2 * cell) & 0xFFFF;
        try {
          cell(buffer, at);
        } catch (FormatException | IndexOutOfBoundsException | IllegalArgumentException damaged) {
          LOG.log(System.Logger.Level.TRACE, "not a row of ours, or a damaged one", damaged);
        }
      }
    }

    private void cell(ByteBuffer page, int at) throws FormatException {
      long[] varint = new long[2];
      int pos = varint(page, at, varint);
      long payload = varint[0];
      pos = varint(page, pos, varint);
      long row = varint[0];
      if (payload < 6 || payload > FILE_BYTES_MAX) {
        return;
      }
      int magic = page.get(pos + page.get(pos)) & 0xFF;
      if (magic == BlockCodec.MAGIC && blocks.containsKey(row)) {
        return;
      }
      int local = (int) payload;
      if (payload > LOCAL_MAX) {
        long k = LOCAL_MIN + (payload - LOCAL_MIN) % (U - 4);
        local = (int) (k <= LOCAL_MAX ? k : LOCAL_MIN);
      }
      byte[] record = new byte[(int) Math.min(payload, (long) db.length + wal.length)];
      page.get(pos, record, 0, local);
      int filled = local;
      int next = filled < payload ? page.getInt(pos + local) : 0;
      while (filled < payload) {
        int part = Math.min(U - 4, (int) payload - filled);
        next = overflow(next, record, filled, part);
        filled += part;
      }
      accept(row, record);
    }

    /// Copies an overflow page and gives the number of the one behind it.
    private int overflow(int page, byte[] record, int to, int length) throws FormatException {
      Integer frame = newest.get(page);
      byte[] source = frame == null ? db : wal;
      long from =
          frame == null ? (page - 1L) * U : (long) frameAt(frame) + WalScan.FRAME_HEADER_BYTES;
      if (page < 1 || from + U > source.length) {
        throw new FormatException("overflow page " + page + " is missing");
      }
      System.arraycopy(source, (int) from + 4, record, to, length);
      return ByteBuffer.wrap(source).getInt((int) from);
    }

    /// A record of ours is (NULL for the row id, BLOB).
    private void accept(long row, byte[] record) throws FormatException {
      ByteBuffer buffer = ByteBuffer.wrap(record);
      long[] varint = new long[2];
      int pos = varint(buffer, 0, varint);
      int headerBytes = (int) varint[0];
      pos = varint(buffer, pos, varint);
      if (varint[0] != 0) {
        return;
      }
      varint(buffer, pos, varint);
      if (varint[0] < 12 || varint[0] % 2 != 0) {
        return;
      }
      byte[] body = new byte[record.length - headerBytes];
      buffer.get(headerBytes, body);
      if (body.length != (varint[0] - 12) / 2 || body.length < 6) {
        return;
      }
      switch (body[0] & 0xFF) {
        case BlockCodec.MAGIC -> {
          if (BlockCodec.header(body).number() == row) {
            blocks.put(row, body);
          }
        }
        case Layout.MAGIC -> {
          Layout layout = Layout.decode(body);
          layouts.put(layout.id(), layout);
        }
        case State.MAGIC -> {
          if (snapshot == null) {
            snapshot = State.decode(body);
          }
        }
        default -> throw new FormatException("row " + row + " is none of ours");
      }
    }

    /// SQLite's big-endian varint; gives the place behind it.
    private static int varint(ByteBuffer data, int at, long[] value) {
      long result = 0;
      for (int i = 0; i < 8; i++) {
        int next = data.get(at + i);
        result = (result << 7) | (next & 0x7F);
        if (next >= 0) {
          value[0] = result;
          return at + i + 1;
        }
      }
      value[0] = (result << 8) | (data.get(at + 8) & 0xFF);
      return at + 9;
    }
  }

  /// The blocks in order.
  List<RawBlock> rawBlocks() {
    List<RawBlock> all = new ArrayList<>(blocks.size());
    blocks.forEach((number, body) -> all.add(new RawBlock(number, body)));
    return all;
  }
}
