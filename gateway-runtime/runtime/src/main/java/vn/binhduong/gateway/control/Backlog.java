package vn.binhduong.gateway.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `backlog`: the account of every stream.
///
/// @param entries entries not yet delivered, all streams together
/// @param drainMillis until they are, estimated; null when unknown
/// @param streams by epoch and device
public record Backlog(long entries, @Nullable Long drainMillis, List<Stream> streams) {
  public Backlog {
    streams = List.copyOf(streams);
  }

  /// One stream.
  ///
  /// @param epoch epoch of its numbers
  /// @param device its device
  /// @param first lowest number still on disk; 0 when there is none
  /// @param last highest number given
  /// @param acknowledged numbers acknowledged
  /// @param pending numbers neither acknowledged nor in a gap
  /// @param dropped numbers in gaps
  /// @param overruns samples refused before they got a number
  public record Stream(
      String epoch,
      String device,
      long first,
      long last,
      long acknowledged,
      long pending,
      long dropped,
      long overruns) {}
}
