package vn.binhduong.gateway.ioc.verify;

/// A span in which what an instrument emitted may have been lost before it was stored, because the
/// gateway process was killed or told to stop. An unmatched truth row outside every such span is a
/// silent loss.
///
/// @param fromMillis first millisecond since 1970
/// @param toMillis last millisecond since 1970
/// @param what why, for people, such as `SIGKILL 3`
public record Outage(long fromMillis, long toMillis, String what) {
  public Outage {
    if (toMillis < fromMillis) {
      throw new IllegalArgumentException(
          "%s: ends (%d) before it begins (%d)".formatted(what, toMillis, fromMillis));
    }
  }

  /// A kill between `signalMillis` and `goneMillis`: what was emitted up to `lossBoundMillis` before
  /// the signal need not have been committed.
  public static Outage killed(
      long signalMillis, long goneMillis, long lossBoundMillis, String what) {
    return new Outage(signalMillis - lossBoundMillis, goneMillis, what);
  }

  /// An orderly stop between `signalMillis` and `goneMillis`: what was emitted before the signal must
  /// be stored.
  public static Outage stopped(long signalMillis, long goneMillis, String what) {
    return new Outage(signalMillis, goneMillis, what);
  }

  boolean covers(long timeMillis) {
    return fromMillis <= timeMillis && timeMillis <= toMillis;
  }
}
