package vn.binhduong.gateway.store;

import java.util.List;
import java.util.UUID;
import vn.binhduong.gateway.model.Entry;

/// Consecutive entries of one stream and one boot within a block.
///
/// @param device whose stream
/// @param boot of every entry
/// @param firstSeq number of the first entry; the others follow without holes
/// @param entries at least one
record Section(String device, UUID boot, long firstSeq, List<? extends Entry> entries) {
  long lastSeq() {
    return firstSeq + entries.size() - 1;
  }
}
