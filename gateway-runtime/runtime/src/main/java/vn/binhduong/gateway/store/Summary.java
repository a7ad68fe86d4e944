package vn.binhduong.gateway.store;

import java.util.Map;
import java.util.TreeMap;

/// What a segment holds, without opening it.
///
/// @param firstBlock number of its first block; when it has none, the number its first would have
/// @param lastBlock number of its last block; `firstBlock - 1` when it has none
/// @param streams numbers held of each stream, from the least to the greatest
record Summary(long firstBlock, long lastBlock, Map<StreamKey, Range> streams) {
  Summary {
    streams = Map.copyOf(streams);
  }

  static Summary empty(long firstBlock) {
    return new Summary(firstBlock, firstBlock - 1, Map.of());
  }

  /// This summary with one more block at its end.
  Summary with(BlockCodec.Header block) {
    Map<StreamKey, Range> more = new TreeMap<>(streams);
    for (BlockCodec.SectionHeader section : block.sections()) {
      more.merge(
          new StreamKey(block.epoch(), section.device()),
          new Range(section.firstSeq(), section.lastSeq()),
          (a, b) -> new Range(Math.min(a.from(), b.from()), Math.max(a.to(), b.to())));
    }
    return new Summary(lastBlock < firstBlock ? block.number() : firstBlock, block.number(), more);
  }
}
