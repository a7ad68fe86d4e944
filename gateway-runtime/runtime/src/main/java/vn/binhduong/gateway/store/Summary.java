package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a segment holds, without opening it.
///
/// @param firstBlock number of its first block; when it has none, the number its first would have
/// @param lastBlock number of its last block; `firstBlock - 1` when it has none
/// @param streams numbers held of each stream, ascending; one range unless something was damaged
record Summary(long firstBlock, long lastBlock, Map<StreamKey, List<Range>> streams) {
  static Summary empty(long firstBlock) {
    return new Summary(firstBlock, firstBlock - 1, Map.of());
  }

  static Summary of(Iterable<RawBlock> blocks) throws FormatException {
    Summary summary = empty(1);
    for (RawBlock block : blocks) {
      summary = summary.with(BlockCodec.header(block.body()));
    }
    return summary;
  }

  boolean isEmpty() {
    return lastBlock < firstBlock;
  }

  /// This summary with one more block at its end.
  Summary with(BlockCodec.Header block) {
    Map<StreamKey, List<Range>> more = new HashMap<>(streams);
    for (BlockCodec.SectionHeader section : block.sections()) {
      more.merge(
          new StreamKey(block.epoch(), section.device()),
          List.of(new Range(section.firstSeq(), section.lastSeq())),
          Summary::joined);
    }
    return new Summary(isEmpty() ? block.number() : firstBlock, block.number(), more);
  }

  /// This summary with one more block at its end.
  Summary with(Block block) {
    Map<StreamKey, List<Range>> more = new HashMap<>(streams);
    for (Section section : block.sections()) {
      more.merge(
          new StreamKey(block.epoch(), section.device()),
          List.of(new Range(section.firstSeq(), section.lastSeq())),
          Summary::joined);
    }
    return new Summary(isEmpty() ? block.number() : firstBlock, block.number(), more);
  }

  private static List<Range> joined(List<Range> ranges, List<Range> one) {
    Range last = ranges.getLast();
    Range added = one.getFirst();
    if (added.from() == last.to() + 1) {
      List<Range> extended = new ArrayList<>(ranges);
      extended.set(extended.size() - 1, new Range(last.from(), added.to()));
      return List.copyOf(extended);
    }
    List<Range> longer = new ArrayList<>(ranges);
    longer.add(added);
    return Ranges.of(longer).toList();
  }
}
