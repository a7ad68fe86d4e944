package vn.binhduong.gateway.driver.coap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts what was measured on the gateway's clock, never going back.
///
/// Invariant: what [#place] gives is in order, and not before what it gave the last time.
final class Timeline {
  /// How far messages may overtake each other on their way: up to here an earlier time is moved up
  /// to the one before it, beyond it the payload is refused.
  static final Duration OVERTAKING_MAX = Duration.ofSeconds(5);

  private final Duration ageMax;
  private @Nullable Instant last;

  /// @param ageMax greatest age of what is taken
  Timeline(Duration ageMax) {
    this.ageMax = ageMax;
  }

  /// The times of what came at `now`, oldest first; nothing is remembered of it before [#passed].
  ///
  /// @throws RefusedException MALFORMED when something of it is too old, or older than what was
  ///   taken before
  List<Timed> place(Instant now, List<Measured> oldestFirst) throws RefusedException {
    var placed = new ArrayList<Timed>(oldestFirst.size());
    for (Measured measured : oldestFirst) {
      Duration age = Duration.ofMillis(measured.ageMillis());
      if (age.compareTo(ageMax) > 0) {
        throw RefusedException.malformed(
            "a record is %d s old, at most %d s are taken"
                .formatted(age.toSeconds(), ageMax.toSeconds()));
      }
      Instant at = now.minus(age);
      if (last != null && at.isBefore(last)) {
        if (at.plus(OVERTAKING_MAX).isBefore(last)) {
          throw RefusedException.malformed("a record is older than what was taken before");
        }
        at = last;
      }
      placed.add(new Timed(at, measured.readings()));
    }
    return placed;
  }

  /// These were taken.
  void passed(List<Timed> placed) {
    if (!placed.isEmpty()) {
      last = placed.getLast().at();
    }
  }
}
