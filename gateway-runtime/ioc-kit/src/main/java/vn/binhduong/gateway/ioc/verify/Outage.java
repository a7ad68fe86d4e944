package vn.binhduong.gateway.ioc.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A span in which what an instrument emitted may have been lost before it was stored, because the
/// gateway process was killed or told to stop. An unmatched truth row outside every such span is a
/// silent loss.
///
/// @param fromMillis first millisecond since 1970
/// @param toMillis last millisecond since 1970
/// @param signalMillis when the signal was sent
/// @param what why, for people, such as `SIGKILL 3`
/// @param devices how the ids of the devices of that process begin; empty for all
public record Outage(
    long fromMillis, long toMillis, long signalMillis, String what, String devices) {
  public Outage {
    if (toMillis < fromMillis) {
      throw new IllegalArgumentException(
          "%s: ends (%d) before it begins (%d)".formatted(what, toMillis, fromMillis));
    }
  }

  /// A kill between `signalMillis` and `goneMillis`: what was emitted up to `lossBoundMillis`
  /// before the signal need not have been committed.
  public static Outage killed(
      long signalMillis, long goneMillis, long lossBoundMillis, String what) {
    return new Outage(signalMillis - lossBoundMillis, goneMillis, signalMillis, what, "");
  }

  /// An orderly stop between `signalMillis` and `goneMillis`: what was emitted before the signal
  /// must be stored, but for an answer that was on its way.
  ///
  /// @param inFlightMillis how long one answer may be on its way
  public static Outage stopped(
      long signalMillis, long goneMillis, long inFlightMillis, String what) {
    return new Outage(signalMillis - inFlightMillis, goneMillis, signalMillis, what, "");
  }

  /// The same of one gateway of several.
  ///
  /// @param prefix how the ids of its devices begin, and of no other's
  public Outage ofDevices(String prefix) {
    return new Outage(fromMillis, toMillis, signalMillis, what, prefix);
  }

  /// The end of the process that measured this row: what it emitted can have been lost at that end
  /// only, even where the span of the next one reaches back so far.
  static Optional<Outage> after(List<Outage> outages, TruthRow row) {
    return outages.stream()
        .filter(outage -> row.device().startsWith(outage.devices()))
        .filter(outage -> outage.toMillis() >= row.timeMillis())
        .min(Comparator.comparingLong(Outage::toMillis));
  }

  boolean covers(long timeMillis) {
    return fromMillis <= timeMillis && timeMillis <= toMillis;
  }
}
