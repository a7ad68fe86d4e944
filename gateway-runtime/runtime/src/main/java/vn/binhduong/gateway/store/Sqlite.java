package vn.binhduong.gateway.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/// Opens SQLite files the ways the store needs them.
final class Sqlite {
  /// Small, because a commit rewrites whole pages.
  static final int PAGE_BYTES = 1024;

  /// "BDGL", so that `file` and people can tell the files apart.
  static final int APPLICATION_ID = 0x42_44_47_4C;

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
