package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.ClockOffset;

/// Reads a data directory beside a running gateway or without one. It makes no file, takes no lock
/// and changes nothing, so it needs no more than permission to read; what the gateway commits after
/// a call began may be missing from its answer. Memory: one segment at a time. For one thread.
///
/// Sealed segments are read with SQLite as immutable files. Open ones, and `state.db`, are read
/// from their bytes (see [RawSegment]), because SQLite would lock them and make files beside them.
public final class StoreReader {
  private static final int READ_BLOCKS_MAX = 64;
  private static final long READ_BYTES_MAX = 1 << 20;

  private final Path directory;
  private final List<String> skipped = new ArrayList<>();

  private StoreReader(Path directory) {
    this.directory = directory;
  }

  /// A reader of the store in `directory`.
  ///
  /// @throws IOException when it is no directory, cannot be read, or holds no store
  public static StoreReader open(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("data directory %s: does not exist".formatted(directory));
    }
    Path segments = directory.resolve(SegmentFiles.FOLDER);
    if (!Files.isReadable(directory)
        || (Files.isDirectory(segments) && !Files.isReadable(segments))) {
      throw new IOException("data directory %s: no permission to read".formatted(directory));
    }
    if (!Files.isDirectory(segments)) {
      throw new IOException("data directory %s: holds no store".formatted(directory));
    }
    return new StoreReader(directory);
  }

  /// The account of every stream. Acknowledgements of the last seconds of a running gateway may be
  /// missing from it.
  public Collection<StreamLedger> ledger() throws IOException {
    Streams streams = new Streams();
    State state = state();
    if (state != null) {
      state.streams().forEach(streams::restore);
    }
    for (Path file : files().values()) {
      Summary summary = summary(file);
      if (summary != null) {
        summary
            .streams()
            .forEach((key, ranges) -> ranges.forEach(range -> streams.held(key, range)));
      }
    }
    return streams.ledger();
  }

  /// The clock offsets of all boots, to compute wall times with.
  public List<ClockOffset> clockOffsets() throws IOException {
    State state = state();
    return state == null ? List.of() : state.offsets();
  }

  /// The newest `limit` entries that are wanted, oldest of them first.
  ///
  /// @param devices which streams to look into
  /// @param wanted which entries
  /// @param stop once true of an entry, nothing older is looked at (its own block still is)
  public List<Stored> newest(
      Predicate<String> devices, Predicate<Stored> wanted, Predicate<Stored> stop, int limit)
      throws IOException {
    Deque<Stored> found = new ArrayDeque<>();
    for (Path file : files().descendingMap().values()) {
      boolean[] stopped = {false};
      List<Stored> here = new ArrayList<>();
      visit(
          file,
          devices,
          stored -> {
            stopped[0] |= stop.test(stored);
            if (wanted.test(stored)) {
              here.add(stored);
            }
            if (here.size() > 2 * limit) {
              here.subList(0, here.size() - limit).clear();
            }
            return true;
          });
      for (int i = here.size() - 1; i >= 0 && found.size() < limit; i--) {
        found.addFirst(here.get(i));
      }
      if (stopped[0] || found.size() >= limit) {
        break;
      }
    }
    return List.copyOf(found);
  }

  /// Gives all entries of the devices, oldest first, until `visitor` answers false.
  public void oldestFirst(Predicate<String> devices, Predicate<Stored> visitor) throws IOException {
    for (Path file : files().values()) {
      if (!visit(file, devices, visitor)) {
        return;
      }
    }
  }

  /// What could not be read so far, one sentence each.
  public List<String> skipped() {
    return List.copyOf(skipped);
  }

  private NavigableMap<Long, Path> files() throws IOException {
    return SegmentFiles.list(directory);
  }

  private @Nullable State state() throws IOException {
    State state =
        RawSegment.read(directory.resolve(StateDb.FILE), RawSegment.Trust.COMMITTED).snapshot();
    if (state != null) {
      return state;
    }
    for (Path file : files().descendingMap().values()) {
      State snapshot = RawSegment.read(file, RawSegment.Trust.COMMITTED).snapshot();
      if (snapshot != null) {
        return snapshot;
      }
    }
    return null;
  }

  private @Nullable Summary summary(Path file) {
    try {
      return Files.isRegularFile(Sidecar.of(file))
          ? Sidecar.read(file).summary()
          : Summary.of(RawSegment.read(file, RawSegment.Trust.COMMITTED).rawBlocks());
    } catch (IOException e) {
      skipped.add("%s: %s".formatted(file.getFileName(), e.getMessage()));
      return null;
    }
  }

  private boolean visit(Path file, Predicate<String> devices, Predicate<Stored> visitor) {
    try {
      if (Files.isRegularFile(Sidecar.of(file))) {
        Summary summary = Sidecar.read(file).summary();
        if (summary.streams().keySet().stream().noneMatch(key -> devices.test(key.device()))) {
          return true;
        }
        return visitSealed(file, summary, devices, visitor);
      }
      RawSegment rows = RawSegment.read(file, RawSegment.Trust.COMMITTED);
      for (RawBlock block : rows.rawBlocks()) {
        if (!visit(BlockCodec.decode(block.body(), rows.layouts()), devices, visitor)) {
          return false;
        }
      }
    } catch (IOException | SQLException e) {
      // Also when the gateway deletes or seals the file at this very moment.
      skipped.add("%s: %s".formatted(file.getFileName(), e.getMessage()));
    }
    return true;
  }

  private static boolean visitSealed(
      Path file, Summary summary, Predicate<String> devices, Predicate<Stored> visitor)
      throws IOException, SQLException {
    try (Segment segment = new Segment(0, file, summary)) {
      segment.sealed(0);
      long from = summary.firstBlock();
      while (true) {
        List<RawBlock> raws = segment.read(from, READ_BLOCKS_MAX, READ_BYTES_MAX);
        if (raws.isEmpty()) {
          return true;
        }
        for (RawBlock raw : raws) {
          from = raw.number() + 1;
          if (!visit(segment.decode(raw), devices, visitor)) {
            return false;
          }
        }
      }
    }
  }

  private static boolean visit(Block block, Predicate<String> devices, Predicate<Stored> visitor) {
    for (Stored stored : block.stored()) {
      if (devices.test(stored.entry().device()) && !visitor.test(stored)) {
        return false;
      }
    }
    return true;
  }
}
