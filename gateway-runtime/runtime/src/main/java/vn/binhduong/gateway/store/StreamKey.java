package vn.binhduong.gateway.store;

import java.util.Comparator;
import java.util.UUID;

/// Names a stream.
///
/// @param epoch the store that gives the numbers
/// @param device whose samples
record StreamKey(UUID epoch, String device) implements Comparable<StreamKey> {
  private static final Comparator<StreamKey> ORDER =
      Comparator.comparing(StreamKey::epoch).thenComparing(StreamKey::device);

  @Override
  public int compareTo(StreamKey other) {
    return ORDER.compare(this, other);
  }
}
