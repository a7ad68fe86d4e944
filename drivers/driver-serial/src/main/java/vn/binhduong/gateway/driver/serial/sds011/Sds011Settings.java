package vn.binhduong.gateway.driver.serial.sds011;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Nova SDS011.
///
/// @param mode whether it speaks by itself
/// @param rest whether fan and laser rest between polls
/// @param warmUp how long readings are uncertain after the fan has started
/// @param timeout longest wait for an answer
public record Sds011Settings(
    @Option(
            doc =
                "query: it is asked; active: it speaks by itself once a second, and its RX pin need"
                    + " not be wired.",
            fallback = "query")
        Mode mode,
    @Option(
            doc =
                "Let fan and laser rest between polls; needs mode query, and a deadline of the"
                    + " device that is longer than warm-up. The laser lasts 8000 h.",
            fallback = "false")
        boolean rest,
    @Option(
            doc = "How long after the start of the fan readings are not to be trusted.",
            fallback = "30s",
            min = "0s",
            max = "5min")
        Duration warmUp,
    @Option(
            doc = "Longest wait for an answer; in mode active for two frames in a row.",
            fallback = "3s",
            min = "50ms",
            max = "30s")
        Duration timeout) {
  public Sds011Settings {
    if (rest && mode != Mode.QUERY) {
      throw new IllegalArgumentException("rest: expected mode query, found mode active");
    }
  }

  /// Who begins.
  public enum Mode {
    /// It speaks when it is asked.
    QUERY,
    /// It speaks by itself, once a second.
    ACTIVE
  }
}
