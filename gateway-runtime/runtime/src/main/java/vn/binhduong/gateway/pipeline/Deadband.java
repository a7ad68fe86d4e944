package vn.binhduong.gateway.pipeline;

import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Reading;

/// Tells whether a reading of one channel is worth reporting again.
final class Deadband {
  private final ChannelSettings settings;
  private @Nullable Reading reported;
  private long reportedNanos;

  Deadband(ChannelSettings settings) {
    this.settings = settings;
  }

  /// Whether the reading says something new: it has no deadband, moved further than that since the
  /// last report, changed its quality, or the heartbeat is due.
  boolean isNews(Reading reading, long atNanos) {
    Double band = settings.reportChange();
    Reading last = reported;
    if (band == null
        || last == null
        || last.quality() != reading.quality()
        || atNanos - reportedNanos >= settings.heartbeat().toNanos()) {
      return true;
    }
    return reading.quality().hasValue() && Math.abs(reading.value() - last.value()) > band;
  }

  void reported(Reading reading, long atNanos) {
    reported = reading;
    reportedNanos = atNanos;
  }
}
