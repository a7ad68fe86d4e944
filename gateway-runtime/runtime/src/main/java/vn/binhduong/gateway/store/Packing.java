package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import vn.binhduong.gateway.model.Entry;

/// Packs the entries of one commit into blocks, and gives them their numbers. Pure.
final class Packing {
  /// Entries of a block at most; a larger commit is written as several blocks, so that readers need
  /// little memory.
  static final int BLOCK_ENTRIES_MAX = 2048;

  private record Key(String device, UUID boot) {}

  private Packing() {}

  /// @param entries in the order they came
  /// @param firstBlock number of the first block
  /// @param next number of the next entry of the stream of a device
  static List<Block> blocks(
      List<? extends Entry> entries, UUID epoch, long firstBlock, ToLongFunction<String> next) {
    List<Block> blocks = new ArrayList<>();
    Map<String, Long> seqs = new HashMap<>();
    for (int from = 0; from < entries.size(); from += BLOCK_ENTRIES_MAX) {
      int to = Math.min(entries.size(), from + BLOCK_ENTRIES_MAX);
      Map<Key, List<Entry>> grouped = new LinkedHashMap<>();
      for (Entry entry : entries.subList(from, to)) {
        grouped
            .computeIfAbsent(new Key(entry.device(), entry.at().boot()), k -> new ArrayList<>())
            .add(entry);
      }
      List<Section> sections = new ArrayList<>(grouped.size());
      grouped.forEach(
          (key, group) -> {
            long seq = seqs.computeIfAbsent(key.device(), next::applyAsLong);
            sections.add(new Section(key.device(), key.boot(), seq, group));
            seqs.put(key.device(), seq + group.size());
          });
      blocks.add(new Block(firstBlock + blocks.size(), epoch, sections));
    }
    return blocks;
  }
}
