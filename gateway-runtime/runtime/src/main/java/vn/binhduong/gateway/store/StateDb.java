package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// `state.db`: the [State] in one row, replaced in one synced commit. Not thread-safe.
final class StateDb implements AutoCloseable {
  static final String FILE = "state.db";
  private static final long WAL_BYTES_MAX = 256L << 10;

  private final Connection connection;
  private final Path wal;
  private boolean torn;
  private int checksum;

  private StateDb(Connection connection, Path file) {
    this.connection = connection;
    this.wal = Segment.wal(file);
  }

  static StateDb open(Path directory) throws SQLException {
    Path file = directory.resolve(FILE);
    Connection connection = Sqlite.writer(file);
    StateDb opened = new StateDb(connection, file);
    try (Statement statement = connection.createStatement()) {
      // What another life left behind its last commit must not stand behind ours.
      opened.emptyWal();
      statement.execute("PRAGMA application_id = " + Sqlite.APPLICATION_ID);
      statement.execute(
          "CREATE TABLE IF NOT EXISTS state(id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
      return opened;
    } catch (SQLException e) {
      Sqlite.closeQuietly(connection);
      throw e;
    }
  }

  /// The state, or empty in a file that nothing was ever written to. Changes nothing that is not
  /// made anew whenever it is missing.
  static Optional<State> read(Path directory) throws SQLException, IOException {
    Path file = directory.resolve(FILE);
    if (Segment.sizeOf(file) == 0 && Segment.sizeOf(Segment.wal(file)) == 0) {
      return Optional.empty();
    }
    Files.deleteIfExists(Segment.shm(file));
    try (Connection connection = Sqlite.reader(file)) {
      try (Statement statement = connection.createStatement();
          ResultSet tables = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
        if (tables.next() && tables.getInt(1) == 0) {
          return Optional.empty();
        }
      }
      requireWhole(connection);
      return load(connection, "SELECT body FROM state WHERE id = 1");
    }
  }

  /// What can be read may still not be written to: the list of free pages, for one, is only looked
  /// at then.
  private static void requireWhole(Connection connection) throws SQLException, FormatException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA integrity_check(1)")) {
      String found = rows.next() ? rows.getString(1) : "nothing";
      if (!"ok".equals(found)) {
        throw new FormatException("SQLite's integrity check: " + found);
      }
    }
  }

  static Optional<State> load(Connection connection, String query)
      throws SQLException, FormatException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      byte[] body = rows.next() ? rows.getBytes(1) : null;
      return body == null ? Optional.empty() : Optional.of(State.decode(body));
    }
  }

  /// Replaces the state. After a failure it may be called again: what the failed attempt left in
  /// the WAL would look like damage (see [WalScan]), so the WAL is emptied first.
  void save(State state) throws SQLException {
    if (torn || Segment.sizeOf(wal) > WAL_BYTES_MAX) {
      emptyWal();
    }
    torn = true;
    byte[] body = state.encode();
    try (PreparedStatement replace =
        connection.prepareStatement("INSERT OR REPLACE INTO state(id, body) VALUES(1, ?)")) {
      replace.setBytes(1, body);
      replace.execute();
    }
    torn = false;
    checksum = ByteWriter.crc32c(body);
  }

  private void emptyWal() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      if (!result.next() || result.getInt(1) != 0) {
        throw new SQLException("state.db: its WAL is held up by a reader");
      }
    }
  }

  /// [State#checksum] of what was saved last; 0 before.
  int checksum() {
    return checksum;
  }

  @Override
  public void close() {
    Sqlite.closeQuietly(connection);
  }
}
