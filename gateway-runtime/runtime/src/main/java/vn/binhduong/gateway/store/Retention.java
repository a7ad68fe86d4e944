package vn.binhduong.gateway.store;

import java.util.ArrayList;
import java.util.List;

/// Which segments go to make space. Pure.
///
/// Order: delivered data older than the retention goes always; while the budget or the free-space
/// floor is hit, the oldest delivered data goes next, then the oldest data of all.
final class Retention {
  private Retention() {}

  /// A sealed segment.
  ///
  /// @param delivered nothing in it is pending
  record Candidate(long number, long sealedMillis, long bytes, boolean delivered) {}

  /// @param retentionMillis how long delivered data is kept
  /// @param excessBytes how much must come back; 0 or less when there is space
  record Need(long nowMillis, long retentionMillis, long excessBytes) {}

  /// A segment to delete.
  ///
  /// @param early whether it goes before its retention is over
  record Deletion(long number, boolean delivered, boolean early) {}

  /// @param sealed oldest first
  static List<Deletion> plan(List<Candidate> sealed, Need need) {
    List<Deletion> plan = new ArrayList<>();
    List<Candidate> rest = new ArrayList<>();
    long excess = need.excessBytes();
    for (Candidate segment : sealed) {
      if (segment.delivered()
          && need.nowMillis() - segment.sealedMillis() >= need.retentionMillis()) {
        plan.add(new Deletion(segment.number(), true, false));
        excess -= segment.bytes();
      } else {
        rest.add(segment);
      }
    }
    for (boolean delivered : new boolean[] {true, false}) {
      for (Candidate segment : rest) {
        if (excess > 0 && segment.delivered() == delivered) {
          plan.add(new Deletion(segment.number(), delivered, true));
          excess -= segment.bytes();
        }
      }
    }
    return plan;
  }
}
