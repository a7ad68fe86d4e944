package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.ClockOffset;
import vn.binhduong.gateway.model.Entry;

/// The segments of one data directory, opened for writing.
final class Log implements AutoCloseable {
  /// Encoded size aimed at for a block; a larger commit is written as several blocks.
  private static final int BLOCK_ENTRIES_MAX = 4096;

  private final Path directory;
  private final StoreSettings settings;
  private final StateDb stateDb;
  private final Streams streams = new Streams();
  private final NavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final List<ClockOffset> offsets = new ArrayList<>();
  private final UUID epoch;
  private SegmentWriter writer;
  private Segment open;
  private volatile Position head;

  private Log(Path directory, StoreSettings settings, InstantSource wall, StateDb stateDb)
      throws SQLException, IOException {
    this.directory = directory;
    this.settings = settings;
    this.stateDb = stateDb;
    State state = stateDb.load().orElse(null);
    this.epoch = state == null ? Epochs.create(wall.instant()) : state.epoch();
    if (state != null) {
      state.streams().forEach(streams::restore);
      offsets.addAll(state.offsets());
    }
    long lastBlock = 0;
    long lastNumber = 0;
    Path folder = Files.createDirectories(directory.resolve("segments"));
    try (var files = Files.newDirectoryStream(folder, "*.db")) {
      List<Path> sorted = new ArrayList<>();
      files.forEach(sorted::add);
      sorted.sort(null);
      for (Path file : sorted) {
        lastNumber = Long.parseLong(file.getFileName().toString().replace(".db", ""));
        Segment segment = new Segment(lastNumber, file, Summary.empty(lastBlock + 1));
        Summary summary = segment.summary();
        List<RawBlock> raws = segment.read(1, 64, 1 << 20);
        while (!raws.isEmpty()) {
          for (RawBlock raw : raws) {
            summary = summary.with(BlockCodec.header(raw.body()));
          }
          raws = segment.read(summary.lastBlock() + 1, 64, 1 << 20);
        }
        segment.close();
        segment.summary(summary);
        summary.streams().forEach(streams::held);
        lastBlock = Math.max(lastBlock, summary.lastBlock());
        segments.put(lastNumber, segment);
      }
    }
    this.head = new Position(lastBlock + 1, 0);
    this.open = newSegment(lastNumber + 1);
    this.writer = SegmentWriter.create(open.file(), state(0));
    segments.put(open.number(), open);
    stateDb.save(state(0));
  }

  static Log open(
      Path directory,
      StoreSettings settings,
      Supplier<BootTime> now,
      InstantSource wall,
      Consumer<Entry> events)
      throws IOException, SQLException {
    Files.createDirectories(directory);
    StateDb stateDb = StateDb.open(directory);
    try {
      return new Log(directory, settings, wall, stateDb);
    } catch (IOException | SQLException | RuntimeException e) {
      stateDb.close();
      throw e;
    }
  }

  private Segment newSegment(long number) {
    Path file = directory.resolve("segments").resolve("%012d.db".formatted(number));
    return new Segment(number, file, Summary.empty(head.block()));
  }

  private State state(long cleanBlock) {
    return new State(epoch, cleanBlock, streams.snapshot(), clockOffsets());
  }

  UUID epoch() {
    return epoch;
  }

  Position head() {
    return head;
  }

  Streams streams() {
    return streams;
  }

  Collection<Segment> segments() {
    return segments.values();
  }

  List<ClockOffset> clockOffsets() {
    synchronized (offsets) {
      return List.copyOf(offsets);
    }
  }

  void record(ClockOffset offset) {
    synchronized (offsets) {
      offsets.add(offset);
    }
    streams.markChanged();
  }

  /// Commits the entries, durable when it returns.
  ///
  /// @return bytes of the blocks
  long commit(List<Entry> entries) throws SQLException {
    if (writer.bytes() >= settings.segmentBytes()) {
      writer.close();
      open = newSegment(open.number() + 1);
      writer = SegmentWriter.create(open.file(), state(0));
      segments.put(open.number(), open);
    }
    List<Block> blocks = number(entries);
    List<RawBlock> raws = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      raws.add(new RawBlock(block.number(), BlockCodec.encode(block, writer::layoutOf)));
    }
    writer.commit(raws);
    long bytes = 0;
    Summary summary = open.summary();
    for (int i = 0; i < blocks.size(); i++) {
      for (Section section : blocks.get(i).sections()) {
        streams.committed(
            new StreamKey(epoch, section.device()),
            new Range(section.firstSeq(), section.lastSeq()),
            section.entries().getLast().at());
      }
      bytes += raws.get(i).body().length;
      try {
        summary = summary.with(BlockCodec.header(raws.get(i).body()));
      } catch (FormatException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    open.summary(summary);
    head = new Position(blocks.getLast().number() + 1, 0);
    return bytes;
  }

  private List<Block> number(List<Entry> entries) throws SQLException {
    record Key(String device, UUID boot) {}
    Map<String, Long> counts = new LinkedHashMap<>();
    entries.forEach(entry -> counts.merge(entry.device(), 1L, Long::sum));
    boolean grew = false;
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      grew |= streams.reserve(new StreamKey(epoch, count.getKey()), count.getValue());
    }
    if (grew) {
      stateDb.save(state(0));
    }
    List<Block> blocks = new ArrayList<>();
    Map<String, Long> next = new LinkedHashMap<>();
    for (int from = 0; from < entries.size(); from += BLOCK_ENTRIES_MAX) {
      List<Entry> part = entries.subList(from, Math.min(entries.size(), from + BLOCK_ENTRIES_MAX));
      Map<Key, List<Entry>> grouped = new LinkedHashMap<>();
      for (Entry entry : part) {
        grouped
            .computeIfAbsent(new Key(entry.device(), entry.at().boot()), k -> new ArrayList<>())
            .add(entry);
      }
      List<Section> sections = new ArrayList<>(grouped.size());
      grouped.forEach(
          (key, list) -> {
            long seq =
                next.computeIfAbsent(
                    key.device(), device -> streams.next(new StreamKey(epoch, device)));
            sections.add(new Section(key.device(), key.boot(), seq, list));
            next.put(key.device(), seq + list.size());
          });
      blocks.add(new Block(head.block() + blocks.size(), epoch, sections));
    }
    return blocks;
  }

  /// The segment with the first block at or behind `block`, or null at the head.
  @Nullable Segment segmentOf(long block) {
    for (Segment segment : segments.values()) {
      if (segment.summary().lastBlock() >= block) {
        return segment;
      }
    }
    return null;
  }

  void damaged(Segment segment, Exception why) {}

  void countOverruns(Map<String, Long> refused) {
    refused.forEach((device, count) -> streams.overrun(new StreamKey(epoch, device), count));
  }

  void upkeep() throws SQLException {
    if (streams.takeChanged()) {
      stateDb.save(state(0));
    }
  }

  long storeBytes() {
    return segments.values().stream().mapToLong(Segment::bytes).sum();
  }

  void abandon() {
    writer.close();
    segments.values().forEach(Segment::close);
    stateDb.close();
  }

  @Override
  public void close() {
    try {
      stateDb.save(state(head.block() - 1));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      writer.close();
      segments.values().forEach(Segment::close);
      stateDb.close();
    }
  }
}
