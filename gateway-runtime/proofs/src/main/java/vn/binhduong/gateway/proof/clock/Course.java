package vn.binhduong.gateway.proof.clock;

import java.util.ArrayList;
import java.util.List;

/// How a wall clock went: straight pieces over the monotonic time of this process. Thread-safe.
final class Course {
  private static final long BILLION = 1_000_000_000L;

  /// One piece, until the next begins.
  ///
  /// @param fromNanos monotonic
  /// @param epochNanos wall time at that instant, nanoseconds since 1970
  /// @param ratePpb parts per billion it goes faster than monotonic time
  record Piece(long fromNanos, long epochNanos, long ratePpb) {
    long at(long nanos) {
      long passed = nanos - fromNanos;
      return epochNanos
          + passed
          + passed / BILLION * ratePpb
          + passed % BILLION * ratePpb / BILLION;
    }
  }

  private final List<Piece> pieces = new ArrayList<>();

  /// From now on it goes like this.
  synchronized void add(Piece piece) {
    if (!pieces.isEmpty() && pieces.getLast().fromNanos() > piece.fromNanos()) {
      throw new IllegalArgumentException("pieces: expected in the order of time");
    }
    pieces.add(piece);
  }

  /// Wall time at an instant, nanoseconds since 1970. Before the first piece it went like that one.
  synchronized long at(long nanos) {
    Piece holding = pieces.getFirst();
    for (Piece piece : pieces) {
      if (piece.fromNanos() <= nanos) {
        holding = piece;
      }
    }
    return holding.at(nanos);
  }
}
