package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Brings a data directory, whatever it holds, to a state in which every segment is sealed and
/// whole.
///
/// A segment that was open in another life is never continued: it is sealed as it is, or salvaged.
/// The order within a salvage is: rows into a fresh file, that file synced; the damaged files
/// renamed into `quarantine/`; the fresh file renamed into their place. A crash in between leaves
/// `*.db.salvage`, which the next start takes when the place is empty and deletes when it is not.
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  /// Sealed files checked whole at the start, newest first; older ones when they are read.
  private static final long VERIFY_BYTES_MAX = 64L << 20;

  private final Path directory;
  private final InstantSource wall;
  private final Quarantine quarantine;
  private final NavigableMap<Long, Segment> segments = new TreeMap<>();
  private final Map<StreamKey, Ranges> held = new HashMap<>();
  private final Map<StreamKey, Long> lasts = new HashMap<>();
  private final List<String> damage = new ArrayList<>();
  private @Nullable State state;
  private boolean walsClean = true;
  private boolean segmentDamaged;
  private boolean tailDamaged;
  private long lastNumber;

  Recovery(Path directory, InstantSource wall) {
    this.directory = directory;
    this.wall = wall;
    this.quarantine = new Quarantine(directory);
  }

  /// What was found.
  ///
  /// @param segments sealed and whole, by number
  /// @param state from `state.db`, or from the newest snapshot, or null where neither can be read
  /// @param stateSaved it is from `state.db`
  /// @param proved nothing that anyone saw is missing at the end of the log
  /// @param held numbers held in the segments
  /// @param lasts greatest numbers that seals of damaged segments tell of
  /// @param lastBlock greatest number of a block ever known
  /// @param lastNumber greatest number of a segment ever known
  /// @param damage one sentence for each damage found
  record Found(
      NavigableMap<Long, Segment> segments,
      @Nullable State state,
      boolean stateSaved,
      boolean proved,
      Map<StreamKey, Ranges> held,
      Map<StreamKey, Long> lasts,
      long lastBlock,
      long lastNumber,
      List<String> damage) {}

  Found run(UUID boot) throws IOException, SQLException {
    place(directory.resolve(SegmentFiles.FOLDER));
    Optional<State> saved = loadState();
    state = saved.orElse(null);
    NavigableMap<Long, Path> files = SegmentFiles.list(directory);
    finishSalvages(files);
    finishThinnings(files);
    long verify = VERIFY_BYTES_MAX;
    for (Map.Entry<Long, Path> entry : files.descendingMap().entrySet()) {
      lastNumber = Math.max(lastNumber, entry.getKey());
      Path file = entry.getValue();
      clearPlace(Sidecar.of(file));
      Optional<Sidecar> sidecar = seal(file, verify);
      verify -= Segment.sizeOf(file);
      if (sidecar.isPresent()) {
        add(entry.getKey(), file, sidecar.get());
      } else {
        unsealed(entry.getKey(), file);
      }
      if (state == null) {
        state = snapshotOf(segments.get(entry.getKey()));
      }
    }
    Optional<Witness> witness = Witness.read(directory);
    long recovered =
        segments.values().stream().mapToLong(s -> s.summary().lastBlock()).max().orElse(0);
    boolean nothing = files.isEmpty() && saved.isEmpty() && witness.isEmpty() && damage.isEmpty();
    boolean proved =
        nothing
            || (!tailDamaged
                && (saved.isPresent() || !segmentDamaged)
                && Witness.proves(
                    witness, boot, recovered, walsClean, saved.map(State::cleanBlock).orElse(-1L)));
    long lastBlock = Math.max(recovered, witness.map(Witness::block).orElse(0L));
    return new Found(
        segments, state, saved.isPresent(), proved, held, lasts, lastBlock, lastNumber, damage);
  }

  /// Opens the witness for writing, out of the way of anything else that has its name.
  static FileChannel openWitness(Path directory, InstantSource wall) throws IOException {
    Path file = directory.resolve(Witness.FILE);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      new Quarantine(directory).take(List.of(file), "expected a file", "nothing", wall.instant());
    }
    return Witness.open(directory);
  }

  /// Makes a directory, out of the way of anything else that has its name.
  private void place(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
      quarantine.take(List.of(folder), "expected a directory", "nothing", wall.instant());
      damage.add(folder.getFileName() + " was not a directory");
    }
    Files.createDirectories(folder);
  }

  private void clearPlace(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      quarantine.take(List.of(file), "expected a file", "nothing", wall.instant());
      damage.add(file.getFileName() + " was not a file");
    }
  }

  private Optional<State> loadState() throws IOException, SQLException {
    Path file = directory.resolve(StateDb.FILE);
    List<Path> files = List.of(file, Segment.wal(file), Segment.shm(file));
    if (files.stream().noneMatch(f -> Files.exists(f, LinkOption.NOFOLLOW_LINKS))) {
      return Optional.empty();
    }
    for (Path part : files) {
      if (Files.isDirectory(part)) {
        quarantineState(files, part.getFileName() + " is a directory");
        return Optional.empty();
      }
    }
    if (!WalScan.of(
            Files.isRegularFile(files.get(1)) ? Files.readAllBytes(files.get(1)) : new byte[0])
        .clean()) {
      // An older state would pass for the newest: its reservations may have been used up.
      quarantineState(files, "its WAL has frames behind the last valid commit");
      return Optional.empty();
    }
    try (StateDb db = StateDb.open(directory)) {
      Optional<State> loaded = db.load();
      if (loaded.isPresent()) {
        return loaded;
      }
    } catch (SQLException | FormatException e) {
      if (StoreTrouble.isEnvironment(e)) {
        throw e;
      }
      quarantineState(files, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private void quarantineState(List<Path> files, String why) throws IOException {
    quarantine.take(files, why, "rebuilt from the newest segment", wall.instant());
    damage.add("state.db: " + why);
  }

  private void finishSalvages(NavigableMap<Long, Path> files) throws IOException {
    try (var found =
        Files.newDirectoryStream(directory.resolve(SegmentFiles.FOLDER), "*.db.salvage*")) {
      for (Path fresh : found) {
        String name = fresh.getFileName().toString();
        Path place = fresh.resolveSibling(name.substring(0, name.indexOf(".salvage")));
        if (name.endsWith(".salvage") && !Files.exists(place)) {
          Durable.move(fresh, place);
          long number = Long.parseLong(name.substring(0, name.indexOf('.')));
          files.put(number, place);
        } else {
          Files.deleteIfExists(fresh);
        }
      }
    }
  }

  /// What a crash left of thinning a segment; see [Replacement].
  private void finishThinnings(NavigableMap<Long, Path> files) throws IOException {
    for (Map.Entry<Long, Path> entry : List.copyOf(files.entrySet())) {
      Path place = entry.getValue();
      Path fresh = place.resolveSibling(place.getFileName() + Replacement.SUFFIX);
      if (Files.isRegularFile(fresh) && settlesTheRest(place, fresh)) {
        Durable.move(fresh, place);
      }
      Replacement.clear(place);
    }
  }

  /// Whether every number that the thinned segment leaves out is settled.
  private boolean settlesTheRest(Path place, Path fresh) throws IOException {
    State known = state;
    if (known == null || Files.exists(Segment.wal(place), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Map<StreamKey, Ranges> settled = new HashMap<>();
      for (State.Stream stream : known.streams()) {
        Ranges ranges = settled.computeIfAbsent(stream.key(), key -> new Ranges());
        ranges.addAll(Ranges.of(stream.acked()));
        stream.gaps().forEach(gap -> ranges.add(gap.range().from(), gap.range().to()));
      }
      Summary.of(RawSegment.read(fresh, RawSegment.Trust.COMMITTED).rawBlocks())
          .streams()
          .forEach(
              (key, ranges) ->
                  settled.computeIfAbsent(key, k -> new Ranges()).addAll(Ranges.of(ranges)));
      for (Map.Entry<StreamKey, List<Range>> held :
          Sidecar.read(place).summary().streams().entrySet()) {
        Ranges covered = settled.getOrDefault(held.getKey(), new Ranges());
        for (Range range : held.getValue()) {
          if (!covered.missing(range.from(), range.to()).isEmpty()) {
            return false;
          }
        }
      }
      return true;
    } catch (FormatException e) {
      LOG.log(System.Logger.Level.DEBUG, "not known what a thinned segment leaves out", e);
      return false;
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    }
  }

  /// The sidecar of a sealed file that is as it was when it was sealed, as far as that is checked
  /// now.
  private static Optional<Sidecar> seal(Path file, long verify) {
    try {
      Sidecar sidecar = Sidecar.read(file);
      boolean same =
          Files.isRegularFile(file)
              && Files.size(file) == sidecar.bytes()
              && !Files.exists(Segment.wal(file), LinkOption.NOFOLLOW_LINKS)
              && (verify <= 0 || Sidecar.checksum(file) == sidecar.crc());
      return same ? Optional.of(sidecar) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void add(long number, Path file, Sidecar sidecar) {
    Segment segment = new Segment(number, file, sidecar.summary());
    segment.grain(sidecar.grain());
    segment.sealed(sidecar.sealedMillis());
    segments.put(number, segment);
    sidecar
        .summary()
        .streams()
        .forEach(
            (key, ranges) ->
                ranges.forEach(
                    range ->
                        held.computeIfAbsent(key, k -> new Ranges())
                            .add(range.from(), range.to())));
  }

  private void unsealed(long number, Path file) throws IOException, SQLException {
    RawSegment rows = RawSegment.read(file, RawSegment.Trust.ANYTHING);
    walsClean &= rows.wal().clean();
    String why = rows.wal().clean() ? sealInPlace(file, rows) : "its WAL is broken off";
    if (why == null) {
      if (rows.blocks().isEmpty()) {
        Files.deleteIfExists(Sidecar.of(file));
        Files.deleteIfExists(file); // it was opened, but nothing was ever committed to it
        return;
      }
      add(number, file, Sidecar.seal(file, Summary.of(rows.rawBlocks()), sealedMillis(file)));
      return;
    }
    segmentDamaged = true;
    if (!sealedBefore(file)) {
      tailDamaged = true;
    }
    damage.add("segment " + number + ": " + why);
    salvage(number, file, rows, why);
  }

  /// A damaged file that has a readable seal tells by it which numbers it held.
  private boolean sealedBefore(Path file) {
    try {
      Summary summary = Sidecar.read(file).summary();
      summary
          .streams()
          .forEach((key, ranges) -> lasts.merge(key, ranges.getLast().to(), Math::max));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// When the file was sealed first, by a seal that may be out of date; now when there is none.
  private long sealedMillis(Path file) {
    try {
      return Sidecar.read(file).sealedMillis();
    } catch (IOException e) {
      return wall.millis();
    }
  }

  /// Lets SQLite recover and seal the file. Gives null, or why it cannot be trusted.
  private static @Nullable String sealInPlace(Path file, RawSegment rows)
      throws IOException, SQLException {
    if (!Files.isRegularFile(file)) {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "not a file" : "the file is missing";
    }
    for (Path beside : List.of(Segment.wal(file), Segment.shm(file))) {
      if (Files.exists(beside, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(beside)) {
        return beside.getFileName() + " is not a file";
      }
    }
    try {
      if (rows.snapshot() == null && rows.blocks().isEmpty() && rows.wal().committed() > 2) {
        return "nothing in it can be read";
      }
      if (rows.snapshot() == null
          && rows.blocks().isEmpty()
          && Files.size(file) <= Sqlite.PAGE_BYTES) {
        Files.deleteIfExists(Segment.wal(file));
        Files.deleteIfExists(Segment.shm(file));
        return null; // the process died while it made the file
      }
      SegmentFiles.leaveWal(file);
      List<Long> numbers = SegmentFiles.numbers(file);
      if (!numbers.equals(List.copyOf(rows.blocks().keySet()))) {
        return "SQLite finds %d blocks, %d are readable"
            .formatted(numbers.size(), rows.blocks().size());
      }
      if (!numbers.isEmpty() && numbers.getLast() - numbers.getFirst() >= numbers.size()) {
        return "blocks are missing between %d and %d"
            .formatted(numbers.getFirst(), numbers.getLast());
      }
      for (RawBlock block : rows.rawBlocks()) {
        BlockCodec.decode(block.body(), rows.layouts());
      }
      return null;
    } catch (SQLException | IOException e) {
      if (StoreTrouble.isEnvironment(e)) {
        throw e; // a full disk or missing permission is no damage: tried again later
      }
      LOG.log(System.Logger.Level.DEBUG, "cannot be sealed in place", e);
      return String.valueOf(e.getMessage());
    }
  }

  private void salvage(long number, Path file, RawSegment rows, String why)
      throws IOException, SQLException {
    Optional<Segment> saved = salvage(quarantine, number, file, rows, why, wall);
    if (saved.isPresent()) {
      add(number, file, Sidecar.read(file));
    }
  }

  /// Puts the readable rows of a damaged segment in its place, and its files into quarantine.
  static Optional<Segment> salvage(
      Quarantine quarantine,
      long number,
      Path file,
      RawSegment rows,
      String why,
      InstantSource wall)
      throws IOException, SQLException {
    RawSegment usable = decodable(rows);
    Path fresh = file.resolveSibling(file.getFileName() + ".salvage");
    boolean any = !usable.blocks().isEmpty();
    if (any) {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + suffix));
      }
      State snapshot = usable.snapshot();
      SegmentFiles.write(fresh, usable, snapshot == null ? State.NONE : snapshot);
    }
    quarantine.take(
        SegmentFiles.of(file),
        why,
        "%d blocks were saved".formatted(usable.blocks().size()),
        wall.instant());
    if (!any) {
      return Optional.empty();
    }
    Durable.move(fresh, file);
    Sidecar sidecar = Sidecar.seal(file, Summary.of(usable.rawBlocks()), wall.millis());
    Segment segment = new Segment(number, file, sidecar.summary());
    segment.sealed(sidecar.sealedMillis());
    return Optional.of(segment);
  }

  private static RawSegment decodable(RawSegment rows) {
    NavigableMap<Long, byte[]> blocks = new TreeMap<>();
    rows.blocks()
        .forEach(
            (number, body) -> {
              try {
                BlockCodec.decode(body, rows.layouts());
                blocks.put(number, body);
              } catch (FormatException e) {
                LOG.log(System.Logger.Level.DEBUG, "block lost with its layout", e);
              }
            });
    return new RawSegment(blocks, rows.layouts(), rows.snapshot(), rows.wal());
  }

  private static @Nullable State snapshotOf(@Nullable Segment segment) {
    if (segment == null) {
      return null;
    }
    try {
      return SegmentFiles.snapshot(segment.file())
          .filter(snapshot -> !snapshot.epoch().equals(new UUID(0, 0)))
          .orElse(null);
    } catch (SQLException | FormatException e) {
      LOG.log(System.Logger.Level.DEBUG, "no snapshot", e);
      return null;
    }
  }
}
