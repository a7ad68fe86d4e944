package vn.binhduong.gateway.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Finds consecutive numbers of one stream, for a replay: summaries choose the segments, block
/// headers the blocks; only blocks that hold wanted numbers are decoded.
final class RangeScan {
  private static final int READ_BLOCKS_MAX = 64;
  private static final long READ_BYTES_MAX = 1 << 20;

  private RangeScan() {}

  static List<Stored> scan(Log log, StreamKey key, Range wanted, int max) {
    List<Stored> found = new ArrayList<>();
    for (Segment segment : log.segments()) {
      List<Range> held = segment.summary().streams().getOrDefault(key, List.of());
      if (held.stream().noneMatch(r -> r.to() >= wanted.from() && r.from() <= wanted.to())) {
        continue;
      }
      try {
        scan(segment, key, wanted, max, found);
      } catch (SQLException | IOException e) {
        log.damaged(segment, e);
      }
      if (found.size() >= max) {
        break;
      }
    }
    return found;
  }

  private static void scan(
      Segment segment, StreamKey key, Range wanted, int max, List<Stored> found)
      throws SQLException, IOException {
    long block = segment.summary().firstBlock();
    while (true) {
      List<RawBlock> raws = segment.read(block, READ_BLOCKS_MAX, READ_BYTES_MAX);
      if (raws.isEmpty()) {
        return;
      }
      for (RawBlock raw : raws) {
        block = raw.number() + 1;
        if (!touches(BlockCodec.header(raw.body()), key, wanted)) {
          continue;
        }
        for (Stored stored : segment.decode(raw).stored()) {
          if (stored.entry().device().equals(key.device())
              && stored.seq() >= wanted.from()
              && stored.seq() <= wanted.to()) {
            found.add(stored);
            if (found.size() >= max || stored.seq() == wanted.to()) {
              return;
            }
          }
        }
      }
    }
  }

  private static boolean touches(BlockCodec.Header header, StreamKey key, Range wanted) {
    return header.epoch().equals(key.epoch())
        && header.sections().stream()
            .anyMatch(
                section ->
                    section.device().equals(key.device())
                        && section.firstSeq() <= wanted.to()
                        && section.lastSeq() >= wanted.from());
  }
}
