package vn.binhduong.gateway.uplink;

import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Stored;

/// An entry of the log on its way out.
///
/// @param stored the entry
/// @param wall its wall time, as it was known when it was read
record Item(Stored stored, WallTime wall) {
  String device() {
    return stored.entry().device();
  }

  /// Roughly its bytes in a message, uncompressed.
  int estimatedBytes() {
    return switch (stored.entry()) {
      case Sample sample -> 8 + 24 * sample.readings().size();
      case Event event -> 48 + event.json().length();
    };
  }
}
