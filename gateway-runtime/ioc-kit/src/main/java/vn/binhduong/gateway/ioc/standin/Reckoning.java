package vn.binhduong.gateway.ioc.standin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import vn.binhduong.gateway.ioc.Accounts;
import vn.binhduong.gateway.ioc.Arrival;
import vn.binhduong.gateway.ioc.verify.Outage;
import vn.binhduong.gateway.ioc.verify.TruthFollower;
import vn.binhduong.gateway.ioc.verify.TruthRow;
import vn.binhduong.gateway.ioc.verify.Verdict;
import vn.binhduong.gateway.ioc.verify.Verifier;

/// Compares, while a run goes on and at its end, what was measured with what has arrived.
public final class Reckoning {
  /// How far the time of a sample and of its truth row may be apart: one poll.
  public static final long TOLERANCE_MILLIS = 1_000;

  private final Desk desk;
  private final Accounts accounts;
  private final TruthFollower truth;

  /// Over these.
  public Reckoning(Desk desk, Accounts accounts, TruthFollower truth) {
    this.desk = desk;
    this.accounts = accounts;
    this.truth = truth;
  }

  /// How many samples were measured and have not arrived.
  public synchronized long waiting() throws IOException {
    Map<String, Long> measured = new HashMap<>();
    truth.poll().stream()
        .filter(row -> !row.probe())
        .forEach(row -> measured.merge(row.device(), 1L, Long::sum));
    Map<String, Long> arrived = new HashMap<>();
    for (Map.Entry<String, Long> stream :
        accounts.map(a -> Map.entry(a.stream().device(), a.receivedCount()))) {
      arrived.merge(stream.getKey(), stream.getValue(), Long::sum);
    }
    return measured.entrySet().stream()
        .mapToLong(device -> device.getValue() - arrived.getOrDefault(device.getKey(), 0L))
        .filter(waiting -> waiting > 0)
        .sum();
  }

  /// How many numbers are missing now.
  public long missing() {
    return accounts.map(account -> account.missingCount()).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /// Whether no number is missing and everything measured until `slackMillis` ago has arrived.
  public synchronized boolean caughtUp(long nowMillis, long slackMillis) throws IOException {
    if (missing() > 0) {
      return false;
    }
    Map<String, Long> newestTruth = new HashMap<>();
    for (TruthRow row : truth.poll()) {
      if (row.timeMillis() <= nowMillis - slackMillis) {
        newestTruth.merge(row.device(), row.timeMillis(), Math::max);
      }
    }
    for (Map.Entry<String, Long> device : newestTruth.entrySet()) {
      Arrival.Row newest = desk.newest(device.getKey());
      if (newest == null || newest.timeMillis() < device.getValue() - TOLERANCE_MILLIS) {
        return false;
      }
    }
    return true;
  }

  /// Whether every measured device has given its account since `sinceMillis` and nothing is missing
  /// by it.
  public synchronized boolean settled(long sinceMillis) throws IOException {
    TreeSet<String> devices = new TreeSet<>();
    accounts.map(account -> devices.add(account.stream().device()));
    truth.poll().forEach(row -> devices.add(row.device()));
    return devices.stream().allMatch(device -> desk.ledgerAtMillis(device) >= sinceMillis)
        && missing() == 0;
  }

  /// The verdict.
  public synchronized Verdict verdict(List<Outage> outages) throws IOException {
    return new Verifier(TOLERANCE_MILLIS).judge(desk.arrivals(), truth.poll(), outages);
  }

  /// What is wrong beyond the verdict; empty when nothing is.
  public List<String> otherProblems(GatewayProcess gateway) {
    List<String> problems = new ArrayList<>();
    if (desk.invalid() > 0) {
      problems.add(
          "%d of %d messages are not as the contract says, such as %s"
              .formatted(desk.invalid(), desk.messages(), desk.problems().getFirst()));
    }
    if (gateway.unexpectedEnds() > 0) {
      problems.add("the gateway ended by itself %d times".formatted(gateway.unexpectedEnds()));
    }
    return problems;
  }
}
