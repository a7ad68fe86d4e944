package vn.binhduong.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The rollback journal of a file that was caught while it went into WAL mode or left it: the only
/// moments at which SQLite writes to one of our files without its WAL. Until it is rolled back the
/// file cannot be opened for reading (SQLite file format §3).
///
/// Rolling back writes to the file, and cuts it to the size the journal tells. So a journal that is
/// not of those moments, because it tells another size, goes into quarantine unread.
final class RollbackJournal {
  private static final System.Logger LOG = System.getLogger(RollbackJournal.class.getName());
  private static final long MAGIC = 0xd9d505f920a163d7L;
  private static final int SIZE_AT = 16;
  private static final int HEADER_BYTES = 28;

  private RollbackJournal() {}

  /// Removes the journals of segments that are not there, or that are sealed: a power cut can bring
  /// back a journal that was done with.
  static void clear(Path segments) throws IOException {
    try (DirectoryStream<Path> journals = Files.newDirectoryStream(segments, "*.db-journal")) {
      for (Path journal : journals) {
        String name = journal.getFileName().toString();
        Path file = journal.resolveSibling(name.substring(0, name.lastIndexOf('-')));
        if (Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS)
            && (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Recovery.isSealed(file))) {
          Files.delete(journal);
        }
      }
    }
  }

  /// Brings a file to the state before the change that was interrupted, and removes its journal.
  ///
  /// @throws SQLException when it cannot be written
  static void settle(Path file, Quarantine quarantine, Instant now)
      throws IOException, SQLException {
    Path journal = Segment.journal(file);
    if (!Files.exists(journal, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Adoption.clearPlace(journal, quarantine, now);
    if (!Files.exists(journal, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    byte[] header;
    try (InputStream in = Files.newInputStream(journal)) {
      header = in.readNBytes(HEADER_BYTES);
    }
    boolean hot = header.length == HEADER_BYTES && ByteBuffer.wrap(header).getLong() == MAGIC;
    if (!hot) { // it was never complete, so nothing was written to the file under it
      Files.delete(journal);
      return;
    }
    long before = ByteBuffer.wrap(header).getInt(SIZE_AT) & 0xFFFF_FFFFL;
    long pages = Segment.sizeOf(file) / Sqlite.PAGE_BYTES;
    if (before != pages && !(before == 0 && pages <= 1)) {
      quarantine.take(
          List.of(journal),
          "it is for a file of %d pages, found %d".formatted(before, pages),
          "it is not used",
          now);
      return;
    }
    if (pages == 0) { // and none before
      Files.delete(journal);
      return;
    }
    LOG.log(System.Logger.Level.INFO, "store: {0} is rolled back by its journal", file);
    Adoption.adopt(file);
    try {
      Sqlite.rollBack(file);
      Files.deleteIfExists(journal);
    } catch (SQLException e) {
      if (StoreTrouble.isEnvironment(e)) {
        throw e;
      }
      quarantine.take(List.of(journal), String.valueOf(e.getMessage()), "it is not used", now);
    }
  }
}
