package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// A threshold on one channel, measured or computed.
///
/// @param channel what is judged
/// @param above raised over this value, in the unit of the channel
/// @param below raised under this value, in the unit of the channel
/// @param limit raised over this limit of `limits`, as it holds on the day
/// @param limits data file that `limit` is looked up in
/// @param hysteresis how far back the value must come, in the unit of the channel
/// @param onDelay how long it must be over before the alarm begins
/// @param offDelay how long it must be back before the alarm ends
/// @param severity how much it matters
public record AlarmSettings(
    @Option(
            doc = "Channel that is judged, measured or computed.",
            pattern = "[a-z][a-z0-9_]{0,31}([.](min|max|n|sd))?",
            example = "level")
        String channel,
    @Option(
            doc = "Begin when the value is above this, in the unit of the channel.",
            optional = true,
            example = "2.5")
        @Nullable Double above,
    @Option(
            doc = "Begin when the value is below this, in the unit of the channel.",
            optional = true)
        @Nullable Double below,
    @Option(
            doc = "Begin when the value is above this limit of the file, as it holds on the day.",
            optional = true,
            min = "1",
            max = "32")
        @Nullable String limit,
    @Option(doc = "The file of limits.", optional = true, profiles = "limits")
        @Nullable LimitsSettings limits,
    @Option(
            doc =
                "How far the value must come back before the alarm ends, in the unit of the"
                    + " channel.",
            fallback = "0",
            min = "0")
        double hysteresis,
    @Option(
            doc = "How long the value must be beyond the limit before the alarm begins.",
            fallback = "0s",
            min = "0s",
            max = "1d")
        Duration onDelay,
    @Option(
            doc = "How long the value must be back before the alarm ends.",
            fallback = "0s",
            min = "0s",
            max = "1d")
        Duration offDelay,
    @Option(doc = "How much it matters.", fallback = "warning") Severity severity) {
  public AlarmSettings {
    int given = (above == null ? 0 : 1) + (below == null ? 0 : 1) + (limit == null ? 0 : 1);
    if (given != 1) {
      throw new IllegalArgumentException("above, below, limit: expected one of them");
    }
    if ((limit == null) != (limits == null)) {
      throw new IllegalArgumentException("limit and limits: expected both or neither");
    }
    if (limit != null && limits != null && !limits.limits().containsKey(limit)) {
      throw new IllegalArgumentException(
          "limit: expected one of %s, found '%s'"
              .formatted(
                  String.join(", ", limits.limits().keySet().stream().sorted().toList()), limit));
    }
  }

  /// As it travels.
  public enum Severity {
    /// To know.
    INFO,
    /// To be looked at.
    WARNING,
    /// To be acted on.
    CRITICAL
  }
}
