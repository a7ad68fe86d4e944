package vn.binhduong.gateway.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `backlog`: the account of every stream.
///
/// @param entries entries not yet delivered, all streams together
/// @param drainMillis until they are, estimated; null when unknown
/// @param hindrance why that is unknown, such as what keeps them from leaving; empty when it is
///   known
/// @param month how a metered link stands with its month; null when it is not metered
/// @param streams by epoch and device
public record Backlog(
    long entries,
    @Nullable Long drainMillis,
    String hindrance,
    @Nullable Month month,
    List<Stream> streams) {
  public Backlog {
    streams = List.copyOf(streams);
  }

  /// A metered link. Bytes are those of the connection to the broker in both directions, with
  /// allowances for TLS, TCP and IP.
  ///
  /// @param budgetBytes of the month
  /// @param usedBytes of it so far
  /// @param dayHistoryBytes backlog sent today
  /// @param dayShareBytes backlog that may be sent today
  /// @param otherPerDayBytes what everything but backlog takes in a day, as measured
  /// @param endMillis when the month ends, milliseconds since 1970
  /// @param state OPEN, DAY_USED, SHORT or USED_UP
  /// @param hindrance why no backlog goes; empty when it may
  public record Month(
      long budgetBytes,
      long usedBytes,
      long dayHistoryBytes,
      long dayShareBytes,
      long otherPerDayBytes,
      long endMillis,
      String state,
      String hindrance) {}

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
