package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows of a segment read from its bytes, without SQLite and without touching the files (SQLite
/// file format §1.6 and §2, page size 1024, no reserved bytes).
///
/// Every table leaf page counts, wherever it stands and whatever became of the pages above it; a
/// row counts when its own checksum is right. So it finds what SQLite refuses to open, and what
/// stands in a WAL behind a damaged frame. Where anything is trusted, rows are also looked for by
/// the form of their first bytes, so that a damaged page header or cell pointer costs nothing, and
/// an overflow page is taken from any frame that makes the checksum right. Used to salvage, and to
/// read beside a running gateway.
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
  private static final int TYPE_BYTES_MAX = 4;

  /// Ways of putting one record together after which no other is tried.
  private static final int FAILURES_MAX = 64;

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

  /// The bytes of a segment or its WAL; none where there is no file.
  static byte[] bytes(Path file) throws IOException {
    if (Files.isRegularFile(file) && Files.size(file) > FILE_BYTES_MAX) {
      throw new FormatException(
          "%s: %d bytes, expected at most %d".formatted(file, Files.size(file), FILE_BYTES_MAX));
    }
    return Durable.read(file);
  }

  static RawSegment of(byte[] db, byte[] wal, Trust trust) {
    WalScan scan = WalScan.of(wal);
    int frames =
        trust == Trust.COMMITTED
            ? scan.committed()
            : Math.max(0, wal.length - WalScan.HEADER_BYTES) / WalScan.FRAME_BYTES;
    return new Pages(db, wal, frames).collect(scan, trust);
  }

  /// Page images: those of the database file and those of the frames.
  private static final class Pages {
    private final byte[] db;
    private final byte[] wal;
    private final int frames;
    private final Map<Integer, List<Integer>> byPage = new HashMap<>();
    private final NavigableMap<Long, byte[]> blocks = new TreeMap<>();
    private final Map<Integer, Layout> layouts = new HashMap<>();
    private @Nullable State snapshot;
    private int failures;

    Pages(byte[] db, byte[] wal, int frames) {
      this.db = db;
      this.wal = wal;
      this.frames = frames;
      ByteBuffer buffer = ByteBuffer.wrap(wal);
      for (int frame = 0; frame < frames; frame++) {
        byPage.computeIfAbsent(buffer.getInt(frameAt(frame)), p -> new ArrayList<>()).add(frame);
      }
    }

    private static int frameAt(int frame) {
      return WalScan.HEADER_BYTES + frame * WalScan.FRAME_BYTES;
    }

    RawSegment collect(WalScan scan, Trust trust) {
      // Newest first: a row found once with a right checksum is not read again.
      for (int frame = frames - 1; frame >= 0; frame--) {
        leaf(wal, frameAt(frame) + WalScan.FRAME_HEADER_BYTES, 0);
      }
      for (int at = 0; at + U <= db.length; at += U) {
        leaf(db, at, at == 0 ? 100 : 0);
      }
      if (trust == Trust.ANYTHING) {
        for (int frame = frames - 1; frame >= 0; frame--) {
          scan(wal, frameAt(frame) + WalScan.FRAME_HEADER_BYTES);
        }
        for (int at = 0; at + U <= db.length; at += U) {
          scan(db, at);
        }
      }
      return new RawSegment(blocks, layouts, snapshot, scan);
    }

    /// Looks for rows by the form of their beginning: the record header (its length, NULL for the
    /// row id, the type of the BLOB) and the first two bytes of what we write.
    private void scan(byte[] data, int page) {
      for (int at = page + 3; at + 1 < page + U; at++) {
        int magic = data[at] & 0xFF;
        if (magic < BlockCodec.MAGIC || magic > State.MAGIC) {
          continue;
        }
        for (int type = 1; type <= TYPE_BYTES_MAX && at - type - 2 >= page; type++) {
          int record = at - type - 2;
          if (data[record] == type + 2 && data[record + 1] == 0) {
            ByteBuffer buffer = ByteBuffer.wrap(data, page, U).slice();
            long[] varint = new long[1];
            if (varint(buffer, record - page + 2, varint) == at - page && varint[0] >= 12) {
              long payload = type + 2 + (varint[0] - 12) / 2;
              try {
                record(buffer, record - page, payload, -1);
              } catch (FormatException
                  | IndexOutOfBoundsException
                  | IllegalArgumentException damaged) {
                LOG.log(System.Logger.Level.TRACE, "not a row of ours", damaged);
              }
            }
          }
        }
      }
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
      record(page, pos, payload, row);
    }

    /// Puts a record together and takes it.
    ///
    /// @param row its number; -1 when that is lost, then it must tell its number itself
    private void record(ByteBuffer page, int pos, long payload, long row) throws FormatException {
      if (payload > (long) db.length + wal.length) {
        return;
      }
      int local = (int) payload;
      if (payload > LOCAL_MAX) {
        long k = LOCAL_MIN + (payload - LOCAL_MIN) % (U - 4);
        local = (int) (k <= LOCAL_MAX ? k : LOCAL_MIN);
      }
      byte[] record = new byte[(int) payload];
      page.get(pos, record, 0, local);
      failures = 0;
      chain(record, local, local < payload ? page.getInt(pos + local) : 0, row);
    }

    /// Fills the rest of a record from overflow pages; of a page of which several images stand, the
    /// newest first, until one makes the checksum right.
    private void chain(byte[] record, int start, int first, long row) throws FormatException {
      int filled = start;
      int page = first;
      while (filled < record.length) {
        List<ByteBuffer> images = images(page);
        int part = Math.min(U - 4, record.length - filled);
        if (images.size() > 1) {
          branch(record, filled, images, row);
          return;
        }
        if (images.isEmpty()) {
          throw new FormatException("overflow page " + page + " is missing");
        }
        images.getFirst().get(4, record, filled, part);
        filled += part;
        page = images.getFirst().getInt(0);
      }
      try {
        accept(row, record);
      } catch (IndexOutOfBoundsException | IllegalArgumentException damaged) {
        throw new FormatException("row " + row + ": " + damaged);
      }
    }

    private void branch(byte[] record, int filled, List<ByteBuffer> images, long row)
        throws FormatException {
      FormatException last = null;
      for (ByteBuffer image : images) {
        int part = Math.min(U - 4, record.length - filled);
        image.get(4, record, filled, part);
        try {
          chain(record, filled + part, image.getInt(0), row);
          return;
        } catch (FormatException e) {
          last = e;
          if (++failures >= FAILURES_MAX) {
            break;
          }
        }
      }
      throw last == null ? new FormatException("no image of a page") : last;
    }

    /// The different images of a page, newest first.
    private List<ByteBuffer> images(int page) {
      List<ByteBuffer> images = new ArrayList<>(2);
      for (int frame : byPage.getOrDefault(page, List.of()).reversed()) {
        addImage(images, wal, frameAt(frame) + WalScan.FRAME_HEADER_BYTES);
      }
      addImage(images, db, (page - 1L) * U);
      return images;
    }

    private static void addImage(List<ByteBuffer> images, byte[] source, long from) {
      if (from >= 0 && from + U <= source.length) {
        ByteBuffer image = ByteBuffer.wrap(source, (int) from, U).slice();
        if (!images.contains(image)) {
          images.add(image);
        }
      }
    }

    /// A record of ours is (NULL for the row id, BLOB).
    private void accept(long row, byte[] record) throws FormatException {
      ByteBuffer buffer = ByteBuffer.wrap(record);
      long[] varint = new long[2];
      int pos = varint(buffer, 0, varint);
      long headerBytes = varint[0];
      pos = varint(buffer, pos, varint);
      if (varint[0] != 0 || headerBytes < pos || headerBytes > record.length) {
        return;
      }
      varint(buffer, pos, varint);
      if (varint[0] < 12 || varint[0] % 2 != 0) {
        return;
      }
      byte[] body = Arrays.copyOfRange(record, (int) headerBytes, record.length);
      if (body.length != (varint[0] - 12) / 2 || body.length < 6) {
        return;
      }
      switch (body[0] & 0xFF) {
        case BlockCodec.MAGIC -> {
          long number = BlockCodec.header(body).number();
          if (row < 0 || number == row) {
            blocks.putIfAbsent(number, body);
          }
        }
        case Layout.MAGIC -> {
          Layout layout = Layout.decode(body);
          layouts.putIfAbsent(layout.id(), layout);
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

  /// The same without what tells of any of these epochs.
  RawSegment without(Set<UUID> epochs) {
    if (epochs.isEmpty()) {
      return this;
    }
    NavigableMap<Long, byte[]> left = new TreeMap<>(blocks);
    left.values().removeIf(body -> epochs.contains(epochOf(body)));
    State told = snapshot;
    boolean strange = told != null && !Collections.disjoint(Kinship.of(told), epochs);
    return new RawSegment(left, layouts, strange ? null : told, wal);
  }

  private static @Nullable UUID epochOf(byte[] body) {
    try {
      return BlockCodec.header(body).epoch();
    } catch (FormatException e) {
      return null; // of no epoch that could be told
    }
  }

  /// The blocks in order.
  List<RawBlock> rawBlocks() {
    List<RawBlock> all = new ArrayList<>(blocks.size());
    blocks.forEach((number, body) -> all.add(new RawBlock(number, body)));
    return all;
  }
}
