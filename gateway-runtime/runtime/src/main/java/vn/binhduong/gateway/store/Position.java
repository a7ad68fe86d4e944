package vn.binhduong.gateway.store;

/// A place in the log. Blocks are numbered through all segments, from 1, and never renumbered.
///
/// @param block number of the block, at least 1
/// @param index which entry of that block, from 0
public record Position(long block, int index) implements Comparable<Position> {
  /// The beginning of the log, also when its oldest segments are gone.
  public static final Position START = new Position(1, 0);

  public Position {
    if (block < 1 || index < 0) {
      throw new IllegalArgumentException(
          "position: expected block >= 1 and index >= 0, found %d/%d".formatted(block, index));
    }
  }

  @Override
  public int compareTo(Position other) {
    int byBlock = Long.compare(block, other.block);
    return byBlock != 0 ? byBlock : Integer.compare(index, other.index);
  }

  /// The place just behind this entry.
  public Position next() {
    return new Position(block, index + 1);
  }

  @Override
  public String toString() {
    return block + "/" + index;
  }
}
