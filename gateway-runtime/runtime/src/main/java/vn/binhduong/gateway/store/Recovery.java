package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Brings a data directory, whatever it holds, to a state in which every segment is sealed and
/// whole.
///
/// A segment that was open in another life is never continued: it is sealed as it is, or salvaged
/// (see [Salvage]). Nothing is written to a file before its content is known to be whole.
///
/// Segments are taken for what their blocks say, not for their names: files that changed names are
/// in order again, a copy gives way to the original, and what another gateway wrote ([Kinship]) is
/// put into quarantine unread.
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  /// Sealed files checked whole at the start, newest first; older ones when they are read.
  private static final long VERIFY_BYTES_MAX = 64L << 20;

  /// A start that read more than this of unsealed segments asks for a collection behind it: the
  /// heap that grew for it is never needed again, and would not shrink by itself for hours.
  private static final long GIVE_BACK_BYTES = 4L << 20;

  private final Path directory;
  private final InstantSource wall;
  private final Quarantine quarantine;
  private final NavigableMap<Long, Segment> segments = new TreeMap<>();
  private final NavigableMap<Long, Path> unsealed = new TreeMap<>();
  private final Map<StreamKey, Ranges> held = new HashMap<>();
  private final Map<StreamKey, Long> lasts = new HashMap<>();
  private @Nullable State state;
  private boolean walsClean = true;
  private boolean placeDamaged;
  private boolean segmentDamaged;
  private boolean tailDamaged;
  private long lastNumber;
  private long unsealedBytes;
  private final Salvage salvage;
  private final StateRecovery stateDb;
  private final UUID boot;
  private Optional<Witness> witness = Optional.empty();
  private Set<UUID> strangeEpochs = Set.of();

  /// @param boot this boot of the machine
  Recovery(Path directory, UUID boot, InstantSource wall, Quarantine quarantine) {
    this.directory = directory;
    this.boot = boot;
    this.wall = wall;
    this.quarantine = quarantine;
    this.stateDb = new StateRecovery(directory, quarantine, wall);
    this.salvage = new Salvage(quarantine, wall, () -> ++lastNumber);
  }

  /// What was found.
  ///
  /// @param segments sealed and whole, by number
  /// @param state from `state.db`, or from what is left of it, or from the newest snapshot; null
  ///   where none can be read
  /// @param snapshot the newest one; null where `state` is known to be newer
  /// @param stateSaved `state` is the last that was saved
  /// @param proved nothing that anyone saw is missing at the end of the log
  /// @param held numbers held in the segments
  /// @param lasts greatest numbers that seals of damaged segments tell of
  /// @param lastBlock greatest number of a block ever known
  /// @param lastNumber greatest number of a segment ever known
  /// @param fresh there was no store before
  record Found(
      NavigableMap<Long, Segment> segments,
      @Nullable State state,
      @Nullable State snapshot,
      boolean stateSaved,
      boolean proved,
      Map<StreamKey, Ranges> held,
      Map<StreamKey, Long> lasts,
      long lastBlock,
      long lastNumber,
      boolean fresh) {}

  Found run() throws IOException, SQLException {
    place(directory.resolve(SegmentFiles.FOLDER));
    RollbackJournal.clear(directory.resolve(SegmentFiles.FOLDER));
    witness = Witness.read(directory);
    Optional<State> saved = stateDb.load(Witness.mayHaveFailed(witness, boot, 0));
    tailDamaged = stateDb.wasSegment();
    NavigableMap<Long, Path> files = SegmentFiles.list(directory);
    finishSalvages(files);
    state = saved.orElse(null);
    finishThinnings(files);
    lastNumber = files.isEmpty() ? 0 : files.lastKey();
    boolean fresh =
        files.isEmpty()
            && saved.isEmpty()
            && witness.isEmpty()
            && !stateDb.damaged()
            && !placeDamaged
            && !quarantine.isThere();
    Map<Long, Sidecar> seals = seals(files);
    saved = removeStrangers(files, seals, saved);
    state = saved.orElse(null);
    for (Map.Entry<Long, Path> entry : files.descendingMap().entrySet()) {
      Sidecar sidecar = seals.get(entry.getKey());
      if (sidecar != null && !overlaps(sidecar.summary())) {
        add(entry.getKey(), entry.getValue(), sidecar);
      } else {
        unsealed.put(entry.getKey(), entry.getValue());
      }
    }
    for (Map.Entry<Long, Path> entry : unsealed.descendingMap().entrySet()) {
      unsealed(entry.getKey(), entry.getValue());
    }
    if (unsealedBytes > GIVE_BACK_BYTES) {
      System.gc();
    }
    State newestSnapshot = newestSnapshot();
    boolean newest =
        saved.isPresent() && stateDb.isNewest(saved.get(), newestSnapshot, witness, boot);
    State snapshot = newest ? null : newestSnapshot;
    if (state == null) {
      state = stateDb.remains() != null ? stateDb.remains() : snapshot;
    }
    long recovered = lastBlock();
    boolean proved =
        fresh
            || (!tailDamaged
                && (saved.isPresent() || !segmentDamaged)
                && Witness.proves(
                    witness, boot, recovered, walsClean, saved.map(State::cleanBlock).orElse(-1L)));
    long lastBlock = Math.max(recovered, witness.map(Witness::block).orElse(0L));
    return new Found(
        segments, state, snapshot, newest, proved, held, lasts, lastBlock, lastNumber, fresh);
  }

  /// The greatest number of a block in the segments found so far; 0 when there is none.
  private long lastBlock() {
    return segments.values().stream().mapToLong(s -> s.summary().lastBlock()).max().orElse(0);
  }

  private static long last(RawSegment rows) {
    return rows.blocks().isEmpty() ? 0 : rows.blocks().lastKey();
  }

  /// The seals that are true, as far as that is checked now.
  private Map<Long, Sidecar> seals(NavigableMap<Long, Path> files) throws IOException {
    Map<Long, Sidecar> seals = new HashMap<>();
    long verify = VERIFY_BYTES_MAX;
    for (Map.Entry<Long, Path> entry : files.descendingMap().entrySet()) {
      Path file = entry.getValue();
      Adoption.clearPlace(Sidecar.of(file), quarantine, wall.instant());
      seal(file, verify).ifPresent(sidecar -> seals.put(entry.getKey(), sidecar));
      verify -= Segment.sizeOf(file);
    }
    return seals;
  }

  /// Puts away what another gateway wrote.
  private Optional<State> removeStrangers(
      NavigableMap<Long, Path> files, Map<Long, Sidecar> seals, Optional<State> saved)
      throws IOException {
    Set<UUID> ours = saved.map(Kinship::of).orElse(Set.of());
    Map<Long, Set<Set<UUID>>> told = new TreeMap<>();
    for (Map.Entry<Long, Path> entry : files.entrySet()) {
      Sidecar sidecar = seals.get(entry.getKey());
      told.put(
          entry.getKey(),
          sidecar != null
              ? Set.of(Kinship.of(sidecar.summary()))
              : epochs(entry.getValue(), RawSegment.Trust.COMMITTED));
    }
    Set<UUID> all = new HashSet<>(ours);
    told.values().forEach(rows -> rows.forEach(all::addAll));
    if (all.size() <= 1 || (saved.isPresent() && ours.containsAll(all))) {
      return saved;
    }
    for (Map.Entry<Long, Path> entry : files.entrySet()) {
      told.put(entry.getKey(), epochs(entry.getValue(), RawSegment.Trust.ANYTHING));
    }
    Kinship.Strangers strangers = Kinship.strangers(told, ours);
    strangeEpochs = strangers.epochs();
    for (long number : strangers.segments()) {
      Path file = files.remove(number);
      if (file != null) {
        segmentDamaged = true;
        tailDamaged = true;
        quarantine.take(
            SegmentFiles.of(file),
            "it is of another gateway",
            "nothing of it is ours",
            wall.instant());
      }
    }
    if (strangers.state()) {
      stateDb.stranger();
      return Optional.empty();
    }
    return saved;
  }

  /// The epochs that each block of a segment, and its snapshot, tell of.
  private static Set<Set<UUID>> epochs(Path file, RawSegment.Trust trust) throws IOException {
    Set<Set<UUID>> epochs = new HashSet<>();
    try {
      RawSegment rows = RawSegment.read(file, trust);
      for (RawBlock block : rows.rawBlocks()) {
        epochs.add(Set.of(BlockCodec.header(block.body()).epoch()));
      }
      if (rows.snapshot() != null) {
        epochs.add(Kinship.of(rows.snapshot()));
      }
      epochs.remove(Set.<UUID>of());
    } catch (AccessDeniedException | FormatException e) {
      LOG.log(System.Logger.Level.DEBUG, () -> "not known whose it is: " + file, e);
    }
    return epochs;
  }

  private boolean overlaps(Summary summary) {
    return segments.values().stream()
        .map(Segment::summary)
        .anyMatch(
            other ->
                other.firstBlock() <= summary.lastBlock()
                    && summary.firstBlock() <= other.lastBlock());
  }

  private @Nullable State newestSnapshot() {
    return segments.values().stream()
        .sorted(Comparator.comparingLong((Segment s) -> s.summary().lastBlock()).reversed())
        .map(Recovery::snapshotOf)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /// Opens the witness for writing, out of the way of anything else that has its name.
  FileChannel openWitness() throws IOException {
    Path file = directory.resolve(Witness.FILE);
    Adoption.clearPlace(file, quarantine, wall.instant());
    Adoption.adopt(file);
    return Witness.open(directory);
  }

  /// Makes a directory, out of the way of anything else that has its name.
  private void place(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
      quarantine.take(List.of(folder), "expected a directory", "nothing of it", wall.instant());
      placeDamaged = true;
    }
    Files.createDirectories(folder);
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

  /// Whether a file is as it was when it was sealed; reads all of it.
  static boolean isSealed(Path file) {
    return seal(file, Long.MAX_VALUE).isPresent();
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
    Adoption.clearPlace(Segment.shm(file), quarantine, wall.instant());
    for (Path part : List.of(file, Segment.wal(file))) {
      if (Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS) && !Files.isReadable(part)) {
        Adoption.clearPlace(part, quarantine, wall.instant());
      }
      Adoption.adopt(part);
    }
    RollbackJournal.settle(file, quarantine, wall.instant());
    // Read once, and twice taken apart only where it must be salvaged: memory is short. The WAL
    // first, as in RawSegment; before SQLite may touch anything.
    byte[] wal = RawSegment.bytes(Segment.wal(file));
    byte[] database = RawSegment.bytes(file);
    if (isTraceOnly(file, wal)) {
      SegmentFiles.clear(file);
      return;
    }
    unsealedBytes += wal.length + database.length;
    RawSegment committed = RawSegment.of(database, wal, RawSegment.Trust.COMMITTED);
    boolean clean = committed.wal().clean(Witness.mayHaveFailed(witness, boot, last(committed)));
    walsClean &= clean;
    boolean pure = committed.without(strangeEpochs).blocks().size() == committed.blocks().size();
    String why =
        !clean
            ? "its WAL is broken off"
            : pure ? sealOrWhyNot(number, file, committed) : "it holds rows of another gateway";
    if (why == null) {
      if (committed.blocks().isEmpty()) {
        Files.deleteIfExists(Sidecar.of(file));
        Files.deleteIfExists(file); // it was opened, but nothing was ever committed to it
        return;
      }
      add(number, file, Sidecar.seal(file, Summary.of(committed.rawBlocks()), sealedMillis(file)));
      return;
    }
    segmentDamaged = true;
    if (!sealedBefore(file)) {
      tailDamaged = true;
    }
    RawSegment rows =
        RawSegment.of(database, wal, RawSegment.Trust.ANYTHING).without(strangeEpochs);
    for (Segment made : salvage.run(number, file, rows, why, segments.values())) {
      add(made.number(), made.file(), Sidecar.read(made.file()));
    }
  }

  private @Nullable String sealOrWhyNot(long number, Path file, RawSegment rows)
      throws IOException, SQLException {
    long committed = witness.map(Witness::block).orElse(0L);
    if (number == lastNumber
        && committed > Math.max(lastBlock(), last(rows))
        && committed > lastOfOthers(number)) {
      return "its end is missing: block %d was committed".formatted(committed);
    }
    if (stateDb.wasSegment(file)) {
      return "it stood in the place of " + StateDb.FILE;
    }
    return overlaps(Summary.of(rows.rawBlocks()))
        ? "it holds blocks that other segments hold"
        : sealInPlace(file, rows);
  }

  /// The last block of the other segments that are not sealed: a kill may come while one is sealed
  /// and before the next has its first commit.
  private long lastOfOthers(long number) {
    long last = 0;
    for (Map.Entry<Long, Path> other : unsealed.entrySet()) {
      if (other.getKey() != number) {
        try {
          last =
              Math.max(last, last(RawSegment.read(other.getValue(), RawSegment.Trust.COMMITTED)));
        } catch (IOException e) { // then it tells nothing, and is looked at in its turn
          LOG.log(System.Logger.Level.DEBUG, "store: {0}: {1}", other.getValue(), e);
        }
      }
    }
    return last;
  }

  /// Whether nothing but the files SQLite puts beside it are left of a segment, and they hold
  /// nothing: it was being made when power failed, before its own name was durable.
  private static boolean isTraceOnly(Path file, byte[] wal) {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        || Files.exists(Sidecar.of(file), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    RawSegment rows = RawSegment.of(new byte[0], wal, RawSegment.Trust.ANYTHING);
    return rows.wal().clean(true) && rows.blocks().isEmpty();
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
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "not a file" : "the file is missing";
    }
    for (Path beside : List.of(Segment.wal(file), Segment.shm(file))) {
      if (Files.exists(beside, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(beside, LinkOption.NOFOLLOW_LINKS)) {
        return beside.getFileName() + " is not a file";
      }
    }
    try {
      if (rows.snapshot() == null && rows.blocks().isEmpty() && rows.wal().committed() > 2) {
        return "nothing in it can be read";
      }
      if (rows.snapshot() == null
          && rows.blocks().isEmpty()
          && Files.size(file) <= Sqlite.PAGE_BYTES
          && !Files.exists(Sidecar.of(file), LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(Segment.wal(file));
        Files.deleteIfExists(Segment.shm(file));
        return null; // the process died while it made the file
      }
      String objection = Sqlite.objection(file);
      if (objection != null) {
        return objection;
      }
      Files.deleteIfExists(Segment.shm(file)); // made from the WAL whenever it is missing
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
      if (Files.exists(Segment.wal(file), LinkOption.NOFOLLOW_LINKS)
          || SegmentFiles.inWalMode(file)) {
        SegmentFiles.leaveWal(file);
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

  private static @Nullable State snapshotOf(Segment segment) {
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
