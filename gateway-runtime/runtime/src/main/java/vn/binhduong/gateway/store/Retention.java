package vn.binhduong.gateway.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What goes next to make space. Pure.
///
/// First of all, and always, delivered data older than the retention is deleted. Then, only while
/// the budget or the free-space floor is hit, each as far as needed and the oldest first:
/// 1. delivered data is thinned to a sample a minute,
/// 2. then to a sample an hour,
/// 3. then deleted: all of it exists at the other side;
/// 4. data not yet delivered is thinned to a sample a minute,
/// 5. then to a sample an hour;
/// 6. of the quarantine, what is beyond its share of the budget, the oldest case first;
/// 7. last, data not yet delivered is dropped.
///
/// The quarantine within its share is never touched. Events, and the samples of devices that speak
/// by themselves, are never thinned: they leave with their segment.
final class Retention {
  private Retention() {}

  /// A sealed segment.
  ///
  /// @param delivered nothing in it is pending
  /// @param grain what it was thinned to, or what further thinning is known not to gain
  record Candidate(long number, long sealedMillis, long bytes, boolean delivered, Grain grain) {}

  /// @param retentionMillis how long delivered data is kept
  /// @param excessBytes how much must come back; 0 or less when there is space
  /// @param pendingToo whether data not yet delivered may be touched
  /// @param quarantineOver whether the quarantine is beyond its share
  record Need(
      long nowMillis,
      long retentionMillis,
      long excessBytes,
      boolean pendingToo,
      boolean quarantineOver) {}

  /// What is done next.
  sealed interface Step {
    /// A segment is deleted.
    ///
    /// @param early whether it goes before its retention is over
    record Delete(long number, boolean delivered, boolean early) implements Step {}

    /// A segment is replaced by one of fewer samples.
    ///
    /// @param early whether that is before its retention is over
    record Thin(long number, Grain to, boolean delivered, boolean early) implements Step {}

    /// The oldest case of the quarantine is deleted.
    record DropCase() implements Step {}
  }

  /// The next step; empty when nothing must or nothing can go.
  ///
  /// @param sealed oldest first
  static Optional<Step> next(List<Candidate> sealed, Need need) {
    for (Candidate segment : sealed) {
      if (segment.delivered() && !early(segment, need)) {
        return Optional.of(new Step.Delete(segment.number(), true, false));
      }
    }
    if (need.excessBytes() <= 0) {
      return Optional.empty();
    }
    Optional<Step> step = thinned(sealed, Candidate::delivered, need);
    if (step.isEmpty()) {
      step = deleted(sealed, Candidate::delivered, need);
    }
    if (step.isPresent() || !need.pendingToo()) {
      return step;
    }
    step = thinned(sealed, segment -> !segment.delivered(), need);
    if (step.isEmpty() && need.quarantineOver()) {
      step = Optional.of(new Step.DropCase());
    }
    return step.isPresent() ? step : deleted(sealed, segment -> !segment.delivered(), need);
  }

  private static Optional<Step> thinned(
      List<Candidate> sealed, Predicate<Candidate> which, Need need) {
    for (Grain from : List.of(Grain.RAW, Grain.MINUTE)) {
      for (Candidate segment : sealed) {
        @Nullable Grain to = segment.grain().coarser();
        if (which.test(segment) && segment.grain() == from && to != null) {
          return Optional.of(
              new Step.Thin(segment.number(), to, segment.delivered(), early(segment, need)));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Step> deleted(
      List<Candidate> sealed, Predicate<Candidate> which, Need need) {
    return sealed.stream()
        .filter(which)
        .findFirst()
        .map(s -> new Step.Delete(s.number(), s.delivered(), early(s, need)));
  }

  private static boolean early(Candidate segment, Need need) {
    return need.nowMillis() - segment.sealedMillis() < need.retentionMillis();
  }
}
