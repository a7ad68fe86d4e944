package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What `state.db` is still good for. It is opened for writing only when it is ours and whole; else
/// it goes into quarantine, and what can be read of it still tells how far numbers went.
final class StateRecovery {
  private static final System.Logger LOG = System.getLogger(StateRecovery.class.getName());

  private final Path directory;
  private final Quarantine quarantine;
  private final InstantSource wall;
  private final List<Path> files;
  private boolean damaged;
  private @Nullable Path segment;
  private boolean walPresent;
  private @Nullable State remains;

  StateRecovery(Path directory, Quarantine quarantine, InstantSource wall) {
    this.directory = directory;
    this.quarantine = quarantine;
    this.wall = wall;
    Path file = directory.resolve(StateDb.FILE);
    this.files = List.of(file, Segment.wal(file), Segment.shm(file), Segment.journal(file));
  }

  /// Whether it was damaged, or was not what its name says.
  boolean damaged() {
    return damaged;
  }

  /// Whether a segment stood in its place.
  boolean wasSegment() {
    return segment != null;
  }

  /// Whether this segment stood in its place.
  boolean wasSegment(Path file) {
    return file.equals(segment);
  }

  /// What could be read of it when it could not be used; it may be older than what was saved last.
  @Nullable State remains() {
    return remains;
  }

  /// The state, when the file can be used.
  ///
  /// @param powerFailed a commit to it may have been cut
  Optional<State> load(boolean powerFailed) throws IOException, SQLException {
    Path file = files.getFirst();
    if (files.stream().noneMatch(f -> Files.exists(f, LinkOption.NOFOLLOW_LINKS))) {
      return Optional.empty();
    }
    Adoption.clearPlace(files.get(2), quarantine, wall.instant());
    RollbackJournal.settle(file, quarantine, wall.instant());
    for (Path part : files) {
      if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)
          && !(Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(part))) {
        putAway(part.getFileName() + ": " + Adoption.notAFile(part));
        return Optional.empty();
      }
      Adoption.adopt(part);
    }
    walPresent = Segment.sizeOf(files.get(1)) > WalScan.HEADER_BYTES;
    if (holdsBlocks(file)) {
      return Optional.empty();
    }
    String objection = Sqlite.objection(file);
    if (objection != null) {
      putAway(objection);
      return Optional.empty();
    }
    if (!WalScan.of(Durable.read(files.get(1))).clean(powerFailed)) {
      // An older state would pass for the newest: its reservations may have been used up.
      putAway("its WAL has frames behind the last valid commit");
      return Optional.empty();
    }
    try {
      return StateDb.read(directory);
    } catch (SQLException | FormatException e) {
      if (StoreTrouble.isEnvironment(e)) {
        throw e;
      }
      putAway(String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  /// Whether a segment stands where `state.db` should be; then it goes where segments are, and is
  /// treated as one.
  private boolean holdsBlocks(Path file) throws IOException {
    if (RawSegment.read(file, RawSegment.Trust.ANYTHING).blocks().isEmpty()) {
      return false;
    }
    damaged = true;
    NavigableMap<Long, Path> files = SegmentFiles.list(directory);
    long number = files.isEmpty() ? 1 : files.lastKey() + 1;
    Path place = SegmentFiles.file(directory, number);
    segment = place;
    LOG.log(System.Logger.Level.WARNING, "store: state.db is a segment; it becomes {0}", place);
    for (String suffix : List.of("-journal", "-shm", "-wal", "")) {
      Path part = file.resolveSibling(file.getFileName() + suffix);
      if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
        Durable.move(part, place.resolveSibling(place.getFileName() + suffix));
      }
    }
    return true;
  }

  private void putAway(String why) throws IOException {
    damaged = true;
    remains = RawSegment.read(files.getFirst(), RawSegment.Trust.ANYTHING).snapshot();
    quarantine.take(files, why, "it is rebuilt from what is left", wall.instant());
  }

  /// Whether a saved state is the last that was saved, so that no number behind its reservations
  /// can have been given. An older one comes back when its WAL is lost, or from a copy.
  boolean isNewest(State saved, @Nullable State snapshot, Optional<Witness> witness, UUID boot) {
    if (saved.cleanBlock() != State.IN_USE
        && witness.map(w -> w.block() <= saved.cleanBlock()).orElse(true)) {
      return true; // written when the store was closed; nothing was committed since
    }
    if (snapshot != null) {
      Map<StreamKey, Long> reserved = new HashMap<>();
      saved.streams().forEach(stream -> reserved.put(stream.key(), stream.reserved()));
      for (State.Stream stream : snapshot.streams()) {
        if (stream.reserved() > reserved.getOrDefault(stream.key(), 0L)) {
          return false;
        }
      }
    }
    // The witness is not synced: after a power cut it may know an older state than the newest.
    return witness
        .filter(w -> w.boot().equals(boot))
        .map(w -> w.state() == saved.checksum())
        .orElse(walPresent);
  }

  /// It belongs to another gateway.
  void stranger() throws IOException {
    putAway("it is of another gateway");
    remains = null;
  }
}
