package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import vn.binhduong.gateway.model.Entry;

/// What one commit appends: the entries of all streams since the last one, packed by stream.
///
/// @param number of the block, counted through all segments from 1
/// @param epoch that gave the numbers
/// @param sections in the order the streams first appeared
record Block(long number, UUID epoch, List<Section> sections) {
  /// The entries with their places, section by section.
  List<Stored> stored() {
    List<Stored> all = new ArrayList<>();
    int index = 0;
    for (Section section : sections) {
      long seq = section.firstSeq();
      for (Entry entry : section.entries()) {
        all.add(new Stored(new Position(number, index++), epoch, seq++, entry));
      }
    }
    return all;
  }
}
