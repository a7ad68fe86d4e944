package vn.binhduong.gateway.store;

import java.nio.file.Path;
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
/// Tables: `block(number, body)`, one row per block, only ever inserted; `layout(id, body)`, the
/// channel lists the blocks name; `snapshot(id, body)`, one row, the state when the segment began.
/// `user_version` is the format version.
final class SegmentWriter implements AutoCloseable {
  static final int FORMAT_VERSION = 1;

  private final Connection connection;
  private final PreparedStatement insertBlock;
  private final Map<Integer, Layout> layouts = new HashMap<>();
  private final Map<String, Layout> lastOfDevice = new HashMap<>();
  private final List<Layout> unwritten = new ArrayList<>();
  private long bytes;

  private SegmentWriter(Connection connection) throws SQLException {
    this.connection = connection;
    this.insertBlock = connection.prepareStatement("INSERT INTO block(number, body) VALUES(?, ?)");
  }

  /// Makes the file with its snapshot, committed and synced.
  static SegmentWriter create(Path file, State snapshot) throws SQLException {
    Connection connection = Sqlite.writer(file);
    try {
      try (Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA application_id = " + Sqlite.APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + FORMAT_VERSION);
        connection.setAutoCommit(false);
        statement.execute("CREATE TABLE block(number INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        statement.execute("CREATE TABLE layout(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        statement.execute("CREATE TABLE snapshot(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO snapshot(id, body) VALUES(1, ?)")) {
        insert.setBytes(1, snapshot.encode());
        insert.execute();
      }
      connection.commit();
      return new SegmentWriter(connection);
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
  void commit(List<RawBlock> blocks) throws SQLException {
    try {
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
      connection.commit();
    } catch (SQLException e) {
      try {
        connection.rollback();
      } catch (SQLException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    unwritten.clear();
    for (RawBlock block : blocks) {
      bytes += block.body().length;
    }
  }

  /// Commits rows of a damaged segment as they are.
  void copy(RawSegment rows) throws SQLException {
    for (Layout layout : rows.layouts().values()) {
      layouts.put(layout.id(), layout);
      unwritten.add(layout);
    }
    commit(rows.rawBlocks());
  }

  /// Bytes of blocks committed to this segment.
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    Sqlite.closeQuietly(insertBlock);
    Sqlite.closeQuietly(connection);
  }
}
