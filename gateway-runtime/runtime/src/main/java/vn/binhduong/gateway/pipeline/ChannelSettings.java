package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// What is done with the readings of one channel; a step whose option is left out is not taken.
///
/// @param min least plausible value, instead of the one the driver declares
/// @param max greatest plausible value, instead of the one the driver declares
/// @param maxChangePerSecond a reading that differs more from the one before is UNCERTAIN_CHANGE
/// @param flatLineAfter a value that stays exactly the same for this long is UNCERTAIN_CHANGE
/// @param staleAfter a reading that reaches the gateway older than this is UNCERTAIN_CHANGE
/// @param reportChange deadband: values that moved no further since the last report are left out
/// @param heartbeat a report is made at least this often, changed or not
/// @param window readings are replaced by min, mean, max, number and standard deviation of windows
///   of this length
/// @param levels readings of a sound level are replaced by LAeq, LA10, LA50, LA90 and the greatest
///   over windows of this length
public record ChannelSettings(
    @Option(
            doc =
                "Least plausible value, in the unit of the channel; below it a reading is uncertain.",
            optional = true)
        @Nullable Double min,
    @Option(
            doc =
                "Greatest plausible value, in the unit of the channel; above it a reading is"
                    + " uncertain.",
            optional = true)
        @Nullable Double max,
    @Option(
            doc =
                "Greatest plausible change, in the unit of the channel per second; a faster one is"
                    + " uncertain.",
            optional = true,
            min = "0")
        @Nullable Double maxChangePerSecond,
    @Option(
            doc = "A value that stays exactly the same for this long is uncertain.",
            optional = true,
            min = "1s")
        @Nullable Duration flatLineAfter,
    @Option(
            doc = "A reading that is older than this when the driver delivers it is uncertain.",
            optional = true,
            min = "1s")
        @Nullable Duration staleAfter,
    @Option(
            doc =
                "Deadband in the unit of the channel. A sample is left out while every channel of it"
                    + " has one and none moved further since its last report.",
            optional = true,
            min = "0")
        @Nullable Double reportChange,
    @Option(
            doc = "With report-change: a sample is reported at least this often.",
            fallback = "5min",
            min = "1s",
            max = "24h")
        Duration heartbeat,
    @Option(
            doc =
                "Replace the readings by their min, mean, max, number and standard deviation over"
                    + " windows of this length.",
            optional = true,
            min = "1s",
            max = "24h")
        @Nullable Duration window,
    @Option(
            doc =
                "For a sound level: replace the readings by LAeq, LA10, LA50, LA90, the greatest and"
                    + " their number over windows of this length.",
            optional = true,
            min = "1s",
            max = "1h")
        @Nullable Duration levels) {

  /// Only the range the driver declares is checked.
  public static final ChannelSettings NONE =
      new ChannelSettings(null, null, null, null, null, null, Duration.ofMinutes(5), null, null);

  public ChannelSettings {
    if (window != null && levels != null) {
      throw new IllegalArgumentException("window and levels: expected one of them");
    }
  }
}
