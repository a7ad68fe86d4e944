package vn.binhduong.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/// Opens SQLite files the ways the store needs them.
final class Sqlite {
  /// Small, because a commit rewrites whole pages.
  static final int PAGE_BYTES = 1024;

  /// "BDGL", so that `file` and people can tell the files apart.
  static final int APPLICATION_ID = 0x42_44_47_4C;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int WRITE_VERSION_AT = 18;
  private static final int WRITE_VERSION_MAX = 2;

  private Sqlite() {}

  /// For writing: WAL, every commit synced, the WAL checkpointed only when asked.
  static Connection writer(Path file) throws SQLException {
    Connection connection = new SQLiteConfig().createConnection(url(file, ""));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = " + PAGE_BYTES);
      statement.execute("PRAGMA busy_timeout = 2000");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("PRAGMA cache_spill = OFF");
      statement.execute("PRAGMA cache_size = 2000");
      return connection;
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /// For writing a file that is thrown away unless it is completed.
  static Connection unjournaled(Path file) throws SQLException {
    Connection connection = new SQLiteConfig().createConnection(url(file, ""));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size = " + PAGE_BYTES);
      statement.execute("PRAGMA journal_mode = OFF");
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA cache_size = 500");
      return connection;
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  /// Why SQLite must not be given this file to write to, by its first bytes; null when it may
  /// (SQLite file format §1.3): a WAL beside it would turn a photo into a database, and a file of a
  /// later format is opened for reading only, which looks like a disk that is. Zeros are a file
  /// that was never written.
  static @Nullable String objection(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return null;
    }
    byte[] header;
    try (InputStream in = Files.newInputStream(file)) {
      header = in.readNBytes(WRITE_VERSION_AT + 1);
    }
    int magic = Math.min(header.length, MAGIC.length);
    if (!Arrays.equals(header, 0, magic, MAGIC, 0, magic)
        && !Arrays.equals(header, 0, magic, new byte[magic], 0, magic)) {
      return "it is no SQLite file";
    }
    return header.length > WRITE_VERSION_AT && (header[WRITE_VERSION_AT] & 0xFF) > WRITE_VERSION_MAX
        ? "its header asks for another SQLite"
        : null;
  }

  /// Lets SQLite undo what the rollback journal of a file says was interrupted.
  static void rollBack(Path file) throws SQLException {
    try (Connection connection = new SQLiteConfig().createConnection(url(file, ""));
        Statement statement = connection.createStatement();
        ResultSet any = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
      any.next();
    }
  }

  /// For reading a file that a writer may have open; takes part in its WAL.
  static Connection reader(Path file) throws SQLException {
    return readOnly(url(file, "?mode=ro"));
  }

  /// For reading a file that nothing changes any more: no lock, no WAL, no file made beside it.
  static Connection immutable(Path file) throws SQLException {
    return readOnly(url(file, "?immutable=1"));
  }

  private static Connection readOnly(String url) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setBusyTimeout(2000);
    Connection connection = config.createConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA cache_size = 200");
      return connection;
    } catch (SQLException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      System.getLogger(Sqlite.class.getName())
          .log(System.Logger.Level.DEBUG, "close of a store file failed", e);
    }
  }

  private static String url(Path file, String parameters) {
    String path =
        file.toAbsolutePath()
            .toString()
            .replace("%", "%25")
            .replace("?", "%3f")
            .replace("#", "%23");
    return "jdbc:sqlite:file:" + path + parameters;
  }
}
