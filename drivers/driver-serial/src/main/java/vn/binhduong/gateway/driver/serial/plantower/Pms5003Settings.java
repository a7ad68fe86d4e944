package vn.binhduong.gateway.driver.serial.plantower;

import java.time.Duration;
import vn.binhduong.gateway.driver.Option;

/// A Plantower particulate sensor.
///
/// @param model which one
/// @param mode whether it speaks by itself
/// @param rest whether fan and laser rest between polls
/// @param warmUp how long readings are uncertain after the fan has started
/// @param timeout longest wait for an answer
public record Pms5003Settings(
    @Option(
            doc = "Model: pms5003 also for PMS7003 and PMSA003, pms3003 also for the G3.",
            fallback = "pms5003")
        PmsModel model,
    @Option(
            doc =
                "active: it speaks by itself, and the pin RX need not be wired; passive: it is"
                    + " asked.",
            fallback = "active")
        Mode mode,
    @Option(
            doc =
                "Let fan and laser rest between polls; needs mode passive, and a deadline of the"
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
            fallback = "6s",
            min = "50ms",
            max = "30s")
        Duration timeout) {
  public Pms5003Settings {
    if (rest && mode != Mode.PASSIVE) {
      throw new IllegalArgumentException("rest: expected mode passive, found mode active");
    }
  }

  /// Who begins.
  public enum Mode {
    /// It speaks by itself, every 0.2 to 2.3 s.
    ACTIVE,
    /// It speaks when it is asked.
    PASSIVE
  }
}
