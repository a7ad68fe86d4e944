package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;

/// Puts the readable rows of a damaged segment in its place, and its files into quarantine.
///
/// Order: rows into fresh files, those synced; the damaged files renamed into `quarantine/`; the
/// fresh files renamed into their places. A crash in between leaves `*.db.salvage`, which the next
/// start takes when the place is empty and deletes when it is not.
///
/// Blocks that another segment holds are left to it: a file that was copied over another, or the
/// WAL of another segment, must not make two segments of one range. Blocks that stand on both sides
/// of such a range become segments of their own, so that ranges of segments never overlap.
final class Salvage {
  private static final System.Logger LOG = System.getLogger(Salvage.class.getName());
  static final String SUFFIX = ".salvage";

  private final Quarantine quarantine;
  private final InstantSource wall;
  private final LongSupplier freshNumber;

  /// @param freshNumber gives numbers of segments that no file has
  Salvage(Quarantine quarantine, InstantSource wall, LongSupplier freshNumber) {
    this.quarantine = quarantine;
    this.wall = wall;
    this.freshNumber = freshNumber;
  }

  /// The segments made, sealed; none when nothing can be read.
  ///
  /// @param others the segments that are whole
  List<Segment> run(long number, Path file, RawSegment rows, String why, Collection<Segment> others)
      throws IOException, SQLException {
    RawSegment usable = decodable(rows, file);
    List<NavigableMap<Long, byte[]>> runs = runs(usable.blocks(), others);
    State known = usable.snapshot();
    State snapshot =
        known == null ? new State(new UUID(0, 0), State.IN_USE, List.of(), List.of()) : known;
    List<Path> places = new ArrayList<>();
    for (NavigableMap<Long, byte[]> blocks : runs) {
      Path place =
          places.isEmpty()
              ? file
              : file.resolveSibling("%012d.db".formatted(freshNumber.getAsLong()));
      Path fresh = fresh(place);
      for (String suffix : List.of("", "-wal", "-shm")) {
        Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + suffix));
      }
      SegmentFiles.write(
          fresh, new RawSegment(blocks, usable.layouts(), snapshot, usable.wal()), snapshot);
      places.add(place);
    }
    quarantine.take(SegmentFiles.of(file), why, saved(runs, usable, others), wall.instant());
    List<Segment> made = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      Path place = places.get(i);
      Durable.move(fresh(place), place);
      RawSegment part = new RawSegment(runs.get(i), Map.of(), null, usable.wal());
      Sidecar sidecar = Sidecar.seal(place, Summary.of(part.rawBlocks()), wall.millis());
      Segment segment = new Segment(SegmentFiles.number(place), place, sidecar.summary());
      segment.sealed(sidecar.sealedMillis());
      made.add(segment);
    }
    LOG.log(System.Logger.Level.DEBUG, "segment {0}: {1} made of it", number, made.size());
    return made;
  }

  private static Path fresh(Path place) {
    return place.resolveSibling(place.getFileName() + SUFFIX);
  }

  private static String saved(
      List<NavigableMap<Long, byte[]>> runs, RawSegment usable, Collection<Segment> others)
      throws FormatException {
    long blocks = 0;
    long entries = 0;
    for (NavigableMap<Long, byte[]> run : runs) {
      blocks += run.size();
      for (byte[] body : run.values()) {
        entries +=
            BlockCodec.header(body).sections().stream()
                .mapToLong(BlockCodec.SectionHeader::count)
                .sum();
      }
    }
    long held = usable.blocks().keySet().stream().filter(b -> holder(b, others) != null).count();
    return "%d entries in %d blocks were saved%s"
        .formatted(
            entries, blocks, held == 0 ? "" : ", %d blocks are held elsewhere".formatted(held));
  }

  /// The blocks that no other segment holds, cut where the range of another one lies between.
  static List<NavigableMap<Long, byte[]>> runs(
      NavigableMap<Long, byte[]> blocks, Collection<Segment> others) {
    List<NavigableMap<Long, byte[]>> runs = new ArrayList<>();
    long previous = Long.MIN_VALUE;
    for (Map.Entry<Long, byte[]> block : blocks.entrySet()) {
      long number = block.getKey();
      if (holder(number, others) != null) {
        continue;
      }
      long from = previous;
      if (runs.isEmpty()
          || others.stream()
              .anyMatch(
                  s ->
                      !s.summary().isEmpty()
                          && s.summary().firstBlock() > from
                          && s.summary().lastBlock() < number)) {
        runs.add(new TreeMap<>());
      }
      runs.getLast().put(number, block.getValue());
      previous = number;
    }
    return runs;
  }

  private static @Nullable Segment holder(long block, Collection<Segment> others) {
    for (Segment segment : others) {
      if (segment.summary().firstBlock() <= block && block <= segment.summary().lastBlock()) {
        return segment;
      }
    }
    return null;
  }

  /// The rows whose blocks can be decoded. A list of channels that is lost is looked for in the
  /// other segments: the same channels have the same id everywhere. Of a block with a list that is
  /// found nowhere, the other devices are kept.
  private static RawSegment decodable(RawSegment rows, Path file) throws IOException {
    Map<Integer, Layout> layouts = new TreeMap<>(rows.layouts());
    NavigableMap<Long, byte[]> blocks = new TreeMap<>();
    NavigableMap<Long, byte[]> waiting = new TreeMap<>(rows.blocks());
    decode(waiting, layouts, blocks);
    if (!waiting.isEmpty()) {
      for (Path other : SegmentFiles.list(file, Files::isRegularFile).reversed()) {
        if (!other.equals(file)) {
          RawSegment.read(other, RawSegment.Trust.ANYTHING).layouts().values().stream()
              .filter(Layout::natural)
              .forEach(layout -> layouts.putIfAbsent(layout.id(), layout));
          decode(waiting, layouts, blocks);
        }
        if (waiting.isEmpty()) {
          break;
        }
      }
    }
    for (Map.Entry<Long, byte[]> block : waiting.entrySet()) {
      byte[] part = part(block.getValue(), layouts);
      if (part != null) {
        blocks.put(block.getKey(), part);
      }
    }
    return new RawSegment(blocks, layouts, rows.snapshot(), rows.wal());
  }

  /// A block without the devices whose layouts are not known; null when nothing is left of it.
  private static byte @Nullable [] part(byte[] body, Map<Integer, Layout> layouts)
      throws FormatException {
    Block left = BlockCodec.decodable(body, layouts);
    if (left == null) {
      return null;
    }
    Map<List<Channel>, Layout> byChannels = new HashMap<>();
    layouts.values().forEach(layout -> byChannels.put(layout.channels(), layout));
    return BlockCodec.encode(
        left,
        sample ->
            Objects.requireNonNull(
                byChannels.get(sample.readings().stream().map(Reading::channel).toList())));
  }

  private static void decode(
      NavigableMap<Long, byte[]> waiting,
      Map<Integer, Layout> layouts,
      NavigableMap<Long, byte[]> blocks) {
    waiting
        .entrySet()
        .removeIf(
            block -> {
              try {
                BlockCodec.decode(block.getValue(), layouts);
                blocks.put(block.getKey(), block.getValue());
                return true;
              } catch (FormatException e) {
                LOG.log(System.Logger.Level.DEBUG, "block without its layout", e);
                return false;
              }
            });
  }
}
