package vn.binhduong.gateway.proof.damage;

import java.util.Comparator;
import java.util.UUID;

/// The number of one entry of one stream.
///
/// @param seq from 1
record EntryId(UUID epoch, String device, long seq) implements Comparable<EntryId> {
  private static final Comparator<EntryId> ORDER =
      Comparator.comparing(EntryId::epoch)
          .thenComparing(EntryId::device)
          .thenComparingLong(EntryId::seq);

  @Override
  public int compareTo(EntryId other) {
    return ORDER.compare(this, other);
  }
}
