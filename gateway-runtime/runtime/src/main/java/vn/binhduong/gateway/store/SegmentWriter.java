package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.model.Sample;

/// Appends blocks to the open segment. For the store thread alone.
///
/// Transactions are begun and ended in SQL, not by JDBC's auto-commit switch: after a full disk
/// SQLite has already rolled back by itself, and the driver would go on row by row.
///
/// A commit that failed on the way leaves frames in the WAL that carry its salts. A shorter commit
/// after it would leave some of them standing behind its own, as after damage (see [WalScan]); so
/// the WAL is cut back to its last good commit before the next one.
///
/// Tables: `block(number, body)`, one row per block, only ever inserted; `layout(id, body)`, the
/// channel lists the blocks name; `snapshot(id, body)`, one row, the state when the segment began.
/// `user_version` is the format version.
final class SegmentWriter implements AutoCloseable {
  static final int FORMAT_VERSION = 1;
  private static final System.Logger LOG = System.getLogger(SegmentWriter.class.getName());

  private final Connection connection;
  private final Statement control;
  private final PreparedStatement insertBlock;
  private final Path wal;
  private final long walBytesFirst;
  private long walBytes;
  private boolean torn;
  private final Map<Integer, Layout> layouts = new HashMap<>();
  private final Map<String, Layout> lastOfDevice = new HashMap<>();
  private final List<Layout> unwritten = new ArrayList<>();
  private long bytes;

  private SegmentWriter(Connection connection, Path file) throws SQLException {
    this.connection = connection;
    this.control = connection.createStatement();
    this.wal = Segment.wal(file);
    this.walBytesFirst = Segment.sizeOf(wal);
    this.walBytes = walBytesFirst;
    this.insertBlock = connection.prepareStatement("INSERT INTO block(number, body) VALUES(?, ?)");
  }

  /// Makes the file with its snapshot, committed and synced.
  static SegmentWriter create(Path file, State snapshot) throws SQLException {
    return create(file, snapshot, Sqlite.writer(file));
  }

  /// Makes a file that counts for nothing until it is complete: without a journal, so that it takes
  /// no more space than it will have, and never synced. After a failure it must be thrown away.
  static SegmentWriter createUnjournaled(Path file, State snapshot) throws SQLException {
    return create(file, snapshot, Sqlite.unjournaled(file));
  }

  private static SegmentWriter create(Path file, State snapshot, Connection connection)
      throws SQLException {
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA application_id = " + Sqlite.APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + FORMAT_VERSION);
        statement.execute("BEGIN IMMEDIATE");
        statement.execute("CREATE TABLE block(number INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        statement.execute("CREATE TABLE layout(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        statement.execute("CREATE TABLE snapshot(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO snapshot(id, body) VALUES(1, ?)")) {
        insert.setBytes(1, snapshot.encode());
        insert.execute();
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("COMMIT");
      }
      return new SegmentWriter(connection, file);
    } catch (SQLException e) {
      Sqlite.closeQuietly(connection);
      throw e;
    }
  }

  /// The layout to write `sample` with; a new one is written with the next block.
  Layout layoutOf(Sample sample) {
    Layout last = lastOfDevice.get(sample.device());
    if (last != null && last.fits(sample)) {
      return last;
    }
    Layout layout = Layout.of(sample);
    Layout known = layouts.get(layout.id());
    while (known != null && !known.channels().equals(layout.channels())) {
      layout = new Layout(layout.id() + 1, layout.channels());
      known = layouts.get(layout.id());
    }
    if (known == null) {
      layouts.put(layout.id(), layout);
      unwritten.add(layout);
    } else {
      layout = known;
    }
    lastOfDevice.put(sample.device(), layout);
    return layout;
  }

  /// Commits the blocks, and the layouts they need first, all or none. After a failure the same
  /// blocks may be given again.
  void commit(List<RawBlock> blocks) throws SQLException, IOException {
    if (torn) {
      mend();
    }
    torn = true;
    control.execute("BEGIN IMMEDIATE");
    if (!unwritten.isEmpty()) {
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO layout(id, body) VALUES(?, ?)")) {
        for (Layout layout : unwritten) {
          insert.setInt(1, layout.id());
          insert.setBytes(2, layout.encode());
          insert.execute();
        }
      }
    }
    for (RawBlock block : blocks) {
      insertBlock.setLong(1, block.number());
      insertBlock.setBytes(2, block.body());
      insertBlock.execute();
    }
    control.execute("COMMIT");
    torn = false;
    walBytes = Segment.sizeOf(wal);
    unwritten.clear();
    for (RawBlock block : blocks) {
      bytes += block.body().length;
    }
  }

  /// Ends what a failed commit left: its transaction, and its frames in the WAL. SQLite reads no
  /// frame behind its last commit, and its locks are not on the WAL file, so it may be cut.
  private void mend() throws IOException {
    try {
      control.execute("ROLLBACK");
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.TRACE, "SQLite had rolled back by itself", e);
    }
    if (Segment.sizeOf(wal) > walBytes) {
      try (FileChannel file = FileChannel.open(wal, StandardOpenOption.WRITE)) {
        file.truncate(walBytes);
        file.force(true);
      }
    }
    torn = false;
  }

  /// Commits rows of a damaged segment as they are.
  void copy(RawSegment rows) throws SQLException, IOException {
    for (Layout layout : rows.layouts().values()) {
      layouts.put(layout.id(), layout);
      unwritten.add(layout);
    }
    commit(rows.rawBlocks());
  }

  /// Bytes that the WAL has grown by since the segment was made. It holds the last page and those
  /// above it anew for every commit, and the whole of it is read where it was not sealed, so it is
  /// bounded as the blocks are.
  long walGrowth() {
    return walBytes - walBytesFirst;
  }

  /// Bytes of blocks committed to this segment.
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (torn) {
      try {
        mend();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "the end of a WAL could not be cut", e);
      }
    }
    Sqlite.closeQuietly(insertBlock);
    Sqlite.closeQuietly(control);
    Sqlite.closeQuietly(connection);
  }
}
