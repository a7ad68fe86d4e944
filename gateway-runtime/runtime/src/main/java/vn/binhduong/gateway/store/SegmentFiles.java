package vn.binhduong.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of segment files, and how one is sealed or made from salvaged rows.
final class SegmentFiles {
  static final String FOLDER = "segments";
  private static final Pattern NAME =
      Pattern.compile("(\\d{12})\\.db(-wal|-shm)?|(\\d{12})\\.seal");

  private SegmentFiles() {}

  static Path file(Path directory, long number) {
    return directory.resolve(FOLDER).resolve("%012d.db".formatted(number));
  }

  /// Every segment there is a trace of, even if only its WAL or its seal is left.
  static NavigableMap<Long, Path> list(Path directory) throws IOException {
    NavigableMap<Long, Path> found = new TreeMap<>();
    Path folder = directory.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          String digits = name.group(1) == null ? name.group(3) : name.group(1);
          long number = Long.parseLong(digits);
          found.put(number, file(directory, number));
        }
      }
    }
    return found;
  }

  /// The number a segment file has in its name.
  static long number(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  /// The files of segments in the folder of `file` that pass, by number.
  static List<Path> list(Path file, Predicate<Path> which) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path directory = folder == null ? null : folder.getParent();
    return directory == null ? List.of() : list(directory).values().stream().filter(which).toList();
  }

  /// The files that belong to a segment, whether they exist or not.
  static List<Path> of(Path file) {
    return List.of(
        file, Segment.wal(file), Segment.shm(file), Segment.journal(file), Sidecar.of(file));
  }

  /// Removes what a failed attempt to make this segment left; nothing was ever committed to it.
  static void clear(Path file) throws IOException {
    for (Path part : of(file)) {
      Files.deleteIfExists(part);
    }
  }

  /// Moves the WAL into the file and leaves WAL mode. SQLite answers BUSY while any other
  /// connection is open, even an idle one.
  static void leaveWal(Path file) throws SQLException {
    try (Connection connection = Sqlite.writer(file);
        Statement statement = connection.createStatement()) {
      try (ResultSet result = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
        if (result.next() && result.getInt(1) != 0) {
          throw new SQLException(file + ": checkpoint is held up by a reader");
        }
      }
      try (ResultSet result = statement.executeQuery("PRAGMA journal_mode = DELETE")) {
        if (!result.next() || !"delete".equals(result.getString(1))) {
          throw new SQLException(file + ": leaving WAL mode is held up by a reader");
        }
      }
    }
  }

  /// The blocks SQLite finds in a file and its WAL, by number; changes neither.
  static List<Long> numbers(Path file) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    boolean alone = !Files.exists(Segment.wal(file), LinkOption.NOFOLLOW_LINKS);
    try (Connection connection = alone ? Sqlite.immutable(file) : Sqlite.reader(file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT number FROM block ORDER BY number")) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }

  /// Whether the header of a file says that it has a WAL (file format §1.3.3), so that it was never
  /// sealed.
  static boolean inWalMode(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(20);
      return header.length == 20 && header[18] == 2;
    }
  }

  /// Makes a sealed segment of salvaged rows in `fresh`, synced.
  static void write(Path fresh, RawSegment rows, State snapshot) throws SQLException, IOException {
    try (SegmentWriter writer = SegmentWriter.create(fresh, snapshot)) {
      writer.copy(rows);
    }
    leaveWal(fresh);
  }

  /// The snapshot at the beginning of a sealed segment, or one that says nothing.
  static State snapshotOrNone(Path file) throws SQLException {
    try {
      return snapshot(file).orElse(State.NONE);
    } catch (FormatException e) {
      return State.NONE;
    }
  }

  /// The snapshot at the beginning of a sealed segment.
  static Optional<State> snapshot(Path file) throws SQLException, FormatException {
    try (Connection connection = Sqlite.immutable(file)) {
      return StateDb.load(connection, "SELECT body FROM snapshot WHERE id = 1");
    }
  }
}
