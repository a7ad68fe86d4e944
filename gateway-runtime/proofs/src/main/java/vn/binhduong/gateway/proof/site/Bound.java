package vn.binhduong.gateway.proof.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.ioc.verify.TruthRow;

/// The stated loss bound, held against every life of the gateway: what reached the store longer ago
/// than the commit interval and the longest commit is durable. Not thread-safe.
///
/// A device hands over one sample before it emits the next, so a sample was with the store when the
/// truth log has the next row of that device; the last row of a device may be on its way still, on
/// whatever thread the machine has stopped. The longest commit is what the gateway itself exported
/// in that life; where it was killed before its metrics page came, the longest it ever told.
public final class Bound {
  private long judged;
  private long unjudged;
  private long oldestMillis;
  private long worstMillis = Long.MIN_VALUE;
  private String worst = "nothing was lost";
  private long lost;

  /// Looks at what one kill cost.
  ///
  /// @param emitted everything emitted in that life, of each device in the order of time
  /// @param rows those of them that are not stored
  /// @return the rows that the bound does not cover
  public List<TruthRow> breaches(Life life, List<TruthRow> emitted, List<TruthRow> rows) {
    lost += rows.size();
    oldestMillis = Math.max(oldestMillis, Losses.oldestMillis(rows, life.signalMillis()));
    if (life.longestMillis() < 0) {
      unjudged++;
      return List.of();
    }
    judged++;
    long bound = millis(life);
    Map<TruthRow, Long> handedOver = handedOver(emitted);
    List<TruthRow> breaches = new ArrayList<>();
    for (TruthRow row : rows) {
      Long millis = handedOver.get(row);
      if (millis == null) {
        continue;
      }
      long age = life.signalMillis() - millis;
      if (age > bound) {
        breaches.add(row);
      }
      if (age - bound > worstMillis) {
        worstMillis = age - bound;
        worst =
            "%d ms of %d ms (interval %d ms and longest commit %d ms)"
                .formatted(
                    age,
                    bound,
                    life.commitInterval().toMillis(),
                    bound - life.commitInterval().toMillis());
      }
    }
    return breaches;
  }

  /// When each row was with the store at the latest; rows that need not have come there are left
  /// out.
  private static Map<TruthRow, Long> handedOver(List<TruthRow> emitted) {
    Map<TruthRow, Long> handedOver = new HashMap<>();
    Map<String, TruthRow> last = new HashMap<>();
    for (TruthRow row : emitted) {
      TruthRow before = last.put(row.device(), row);
      if (before != null) {
        handedOver.put(before, row.timeMillis());
      }
    }
    return handedOver;
  }

  /// The bound that held in this life, which told its longest commit.
  public static long millis(Life life) {
    return life.commitInterval().toMillis() + Math.max(0, life.longestMillis());
  }

  /// How many lives were held against a bound.
  public long judged() {
    return judged;
  }

  /// For people: how much was lost, the oldest of it, and what came nearest to the bound.
  @Override
  public String toString() {
    return "%,d samples lost, the oldest %d ms before the kill; %d kills held against the bound, %d too early for one; nearest to it: %s"
        .formatted(lost, oldestMillis, judged, unjudged, worst);
  }
}
