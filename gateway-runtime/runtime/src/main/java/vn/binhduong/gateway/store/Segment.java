package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One file of the log as it is read: open (in WAL mode, growing) or sealed (immutable).
/// Thread-safe; at most one reader connection, opened when first needed, never inside a transaction
/// between calls.
final class Segment implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Segment.class.getName());

  private final long number;
  private final Path file;
  private volatile Summary summary;
  private volatile boolean sealed;
  private volatile long sealedMillis;
  private volatile Grain grain = Grain.RAW;
  private @Nullable Connection reader;
  private final Map<Integer, Layout> layouts = new HashMap<>();

  Segment(long number, Path file, Summary summary) {
    this.number = number;
    this.file = file;
    this.summary = summary;
  }

  long number() {
    return number;
  }

  Path file() {
    return file;
  }

  Summary summary() {
    return summary;
  }

  void summary(Summary summary) {
    this.summary = summary;
  }

  boolean sealed() {
    return sealed;
  }

  /// When it was sealed, milliseconds since 1970; 0 while open.
  long sealedMillis() {
    return sealedMillis;
  }

  /// From now on the file never changes.
  void sealed(long millis) {
    sealedMillis = millis;
    sealed = true;
  }

  /// What its samples were condensed to, or what condensing them further is known not to gain.
  Grain grain() {
    return grain;
  }

  void grain(Grain grain) {
    this.grain = grain;
  }

  long bytes() {
    return sizeOf(file) + sizeOf(wal(file)) + sizeOf(shm(file));
  }

  static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  static Path shm(Path file) {
    return file.resolveSibling(file.getFileName() + "-shm");
  }

  static Path journal(Path file) {
    return file.resolveSibling(file.getFileName() + "-journal");
  }

  static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /// Blocks from `fromBlock` on, in order: at least one if there is one, then as many as fit.
  synchronized List<RawBlock> read(long fromBlock, int maxBlocks, long maxBytes)
      throws SQLException {
    List<RawBlock> found = new ArrayList<>();
    try (PreparedStatement select =
        reader()
            .prepareStatement(
                "SELECT number, body FROM block WHERE number >= ? ORDER BY number LIMIT ?")) {
      select.setLong(1, fromBlock);
      select.setInt(2, maxBlocks);
      long bytes = 0;
      try (ResultSet rows = select.executeQuery()) {
        while (bytes < maxBytes && rows.next()) {
          byte[] body = rows.getBytes(2);
          if (body != null) {
            found.add(new RawBlock(rows.getLong(1), body));
            bytes += body.length;
          }
        }
      }
    }
    return found;
  }

  /// Decodes a block of this segment; new layouts are loaded as they appear.
  synchronized Block decode(RawBlock raw) throws SQLException, FormatException {
    try {
      return BlockCodec.decode(raw.body(), layouts);
    } catch (FormatException unknown) {
      if (!loadLayouts()) {
        throw unknown;
      }
      return BlockCodec.decode(raw.body(), layouts);
    }
  }

  private boolean loadLayouts() throws SQLException {
    int before = layouts.size();
    try (Statement statement = reader().createStatement();
        ResultSet rows = statement.executeQuery("SELECT body FROM layout")) {
      while (rows.next()) {
        byte[] body = rows.getBytes(1);
        if (body == null) {
          continue;
        }
        try {
          Layout layout = Layout.decode(body);
          layouts.put(layout.id(), layout);
        } catch (FormatException damaged) {
          LOG.log(
              System.Logger.Level.DEBUG,
              "a layout in {0} is damaged; the blocks that need it will say so",
              file,
              damaged);
        }
      }
    }
    return layouts.size() > before;
  }

  private Connection reader() throws SQLException {
    Connection open = reader;
    if (open == null) {
      open = sealed ? Sqlite.immutable(file) : Sqlite.reader(file);
      reader = open;
    }
    return open;
  }

  /// Runs `action` while no reader connection is open and none can be opened.
  synchronized void whileUnread(SqlAction action) throws SQLException, IOException {
    close();
    action.run();
  }

  /// What runs under the lock of the segment.
  interface SqlAction {
    void run() throws SQLException, IOException;
  }

  /// Closes the reader connection; the next read opens it again.
  @Override
  public synchronized void close() {
    Connection open = reader;
    reader = null;
    if (open != null) {
      Sqlite.closeQuietly(open);
    }
  }
}
