package vn.binhduong.gateway.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// A thinned segment that is ready to take the place of another, in a file of its own.
///
/// A crash at any moment leaves the old segment or the new one:
/// 1. `N.db.thin.new` is written without a journal and synced; left behind, it is deleted;
/// 2. it is renamed to `N.db.thin`, whole from then on;
/// 3. the gap events of what goes are committed, then `state.db` with the gaps is saved;
/// 4. `N.db.thin` is renamed to `N.db`, and the seal is written.
///
/// At a start an `N.db.thin` takes the place when every number it leaves out is settled in the
/// state that was saved, and is deleted when not: then its gaps were not yet durable. A segment
/// that still has the old seal is sealed anew. See [Recovery].
///
/// @param old the segment it replaces
/// @param file `N.db.thin`
/// @param gone pending numbers that it leaves out, by stream
record Replacement(
    Segment old, Path file, Summary summary, Grain grain, Map<StreamKey, List<Range>> gone) {
  static final String SUFFIX = ".thin";
  static final String GROWING = ".thin.new";
  private static final int READ_BLOCKS_MAX = 64;
  private static final long READ_BYTES_MAX = 1 << 20;

  /// A segment that does not come down to this share of its size stays as it is. It also bounds the
  /// space that a replacement needs while both are there.
  private static final double SHARE_MAX = 0.8;

  /// Takes the blocks of a segment, in order.
  private interface Visitor {
    void visit(Block block) throws SQLException, IOException;
  }

  /// The replacement was given up because the store is closing.
  static final class Stopped extends IOException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("the store is closing");
    }
  }

  /// Makes the replacement of a sealed segment; empty when that gains too little.
  ///
  /// @param stop asked between blocks
  static Optional<Replacement> make(Segment old, Grain to, Thinning thinning, BooleanSupplier stop)
      throws SQLException, IOException {
    long bytesMax = (long) (SHARE_MAX * old.bytes());
    scan(old, stop, thinning::count);
    if (!thinning.rewind()) {
      return Optional.empty();
    }
    long[] blocks = {0};
    Thinning.Sink counter = (epoch, sections) -> blocks[0]++;
    scan(old, stop, block -> thinning.write(block, counter));
    thinning.finish(counter);
    thinning.rewind();
    if (blocks[0] > old.summary().lastBlock() - old.summary().firstBlock() + 1) {
      return Optional.empty(); // a handful of large blocks: there would be no numbers for the new
    }
    Path growing = beside(old.file(), GROWING);
    Path file = beside(old.file(), SUFFIX);
    clear(old.file());
    boolean made = false;
    try {
      Copy copy = new Copy(old.summary().lastBlock() - blocks[0] + 1);
      try (SegmentWriter writer =
          SegmentWriter.createUnjournaled(growing, SegmentFiles.snapshotOrNone(old.file()))) {
        Thinning.Sink sink = (epoch, sections) -> copy.write(writer, epoch, sections);
        scan(
            old,
            () -> stop.getAsBoolean() || writer.bytes() > bytesMax,
            block -> thinning.write(block, sink));
        thinning.finish(sink);
      } catch (Stopped e) {
        if (stop.getAsBoolean()) {
          throw e;
        }
        return Optional.empty();
      }
      if (Files.size(growing) > bytesMax) {
        return Optional.empty();
      }
      try (FileChannel channel = FileChannel.open(growing, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Durable.move(growing, file);
      made = true;
      return Optional.of(new Replacement(old, file, copy.summary, to, thinning.gone()));
    } finally {
      if (!made) {
        clear(old.file());
      }
    }
  }

  /// Removes what is left of an attempt to replace a segment.
  static void clear(Path segmentFile) throws IOException {
    for (String suffix : List.of(GROWING, GROWING + "-journal", SUFFIX)) {
      Files.deleteIfExists(beside(segmentFile, suffix));
    }
  }

  private static Path beside(Path segmentFile, String suffix) {
    return segmentFile.resolveSibling(segmentFile.getFileName() + suffix);
  }

  private static void scan(Segment segment, BooleanSupplier stop, Visitor visitor)
      throws SQLException, IOException {
    long from = segment.summary().firstBlock();
    while (true) {
      List<RawBlock> raws = segment.read(from, READ_BLOCKS_MAX, READ_BYTES_MAX);
      if (raws.isEmpty()) {
        return;
      }
      for (RawBlock raw : raws) {
        if (stop.getAsBoolean()) {
          throw new Stopped();
        }
        from = raw.number() + 1;
        visitor.visit(segment.decode(raw));
      }
    }
  }

  /// Numbers the new blocks, writes them and adds up what they hold.
  private static final class Copy {
    private long number;
    private Summary summary;

    Copy(long first) {
      this.number = first;
      this.summary = Summary.empty(first);
    }

    void write(SegmentWriter writer, UUID epoch, List<Section> sections)
        throws SQLException, IOException {
      Block block = new Block(number++, epoch, sections);
      byte[] body = BlockCodec.encode(block, writer::layoutOf);
      writer.commit(List.of(new RawBlock(block.number(), body)));
      summary = summary.with(block);
    }
  }
}
