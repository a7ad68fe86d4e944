package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// Lowers the quality of implausible readings of one channel; never their value.
///
/// Only GOOD readings are judged: what the driver itself calls uncertain, calibrating or bad stays
/// so. The range goes first, because the contract has a code of its own for it. The past of the
/// checks is the usable readings, judged or not.
final class Judge {
  private final double min;
  private final double max;
  private final ChannelSettings settings;
  private boolean hasPast;
  private double lastValue;
  private long lastNanos;
  private long flatSinceNanos;

  Judge(Channel channel, ChannelSettings settings) {
    this.settings = settings;
    this.min = settings.min() == null ? channel.min() : settings.min();
    this.max = settings.max() == null ? channel.max() : settings.max();
  }

  /// @param atNanos when it was measured, monotonic; never going back
  /// @param nowNanos when it reached the gateway, monotonic
  Reading judge(Reading reading, long atNanos, long nowNanos) {
    if (!reading.quality().hasValue()) {
      return reading;
    }
    double value = reading.value();
    boolean implausible = tooFast(value, atNanos);
    remember(value, atNanos);
    implausible |= flat(atNanos) || exceeds(nowNanos - atNanos, settings.staleAfter());
    if (reading.quality() != Quality.GOOD) {
      return reading;
    }
    if (value < min || value > max) {
      return reading.withQuality(Quality.UNCERTAIN_RANGE);
    }
    return implausible ? reading.withQuality(Quality.UNCERTAIN_CHANGE) : reading;
  }

  private boolean tooFast(double value, long atNanos) {
    Double perSecond = settings.maxChangePerSecond();
    if (perSecond == null || !hasPast || atNanos <= lastNanos) {
      return false;
    }
    double seconds = (atNanos - lastNanos) / 1e9;
    return Math.abs(value - lastValue) > perSecond * seconds;
  }

  private boolean flat(long atNanos) {
    Duration after = settings.flatLineAfter();
    return after != null && atNanos - flatSinceNanos >= after.toNanos();
  }

  private static boolean exceeds(long nanos, @Nullable Duration bound) {
    return bound != null && nanos > bound.toNanos();
  }

  private void remember(double value, long atNanos) {
    if (!hasPast || value != lastValue) {
      flatSinceNanos = atNanos;
    }
    hasPast = true;
    lastValue = value;
    lastNanos = atNanos;
  }
}
