package vn.binhduong.gateway.store;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.model.BootTime;

/// The account of one stream at one moment.
///
/// @param epoch the store that gave the numbers
/// @param device the stream's device
/// @param first least number still held; `last + 1` when none is
/// @param last greatest number given, 0 when none was
/// @param acked acknowledged numbers, ascending, merged
/// @param gaps numbers that will never be delivered, with the reason, ascending
/// @param pending how many numbers are neither acknowledged nor in a gap
/// @param lastAt when the newest entry was measured; null when not known any more
/// @param overruns entries of this device refused by the full queue; they have no number
public record StreamLedger(
    UUID epoch,
    String device,
    long first,
    long last,
    List<Range> acked,
    List<Gap> gaps,
    long pending,
    @Nullable BootTime lastAt,
    long overruns) {

  /// Numbers that will never be delivered.
  ///
  /// @param range which numbers
  /// @param why the reason
  public record Gap(Range range, GapReason why) {}

  public StreamLedger {
    acked = List.copyOf(acked);
    gaps = List.copyOf(gaps);
  }
}
