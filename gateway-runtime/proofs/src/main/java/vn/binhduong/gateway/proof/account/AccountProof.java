package vn.binhduong.gateway.proof.account;

import java.util.List;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// Every number is delivered or given up in a record, whatever the IOC or the store does. Each run
/// is one scenario, in turn, each with a seed of its own; the brief share takes about 90 s.
public final class AccountProof implements Proof {
  private static final List<Scenario> SCENARIOS =
      List.of(new DroppedRanges(), new LateIoc(), new NewEpoch(), new SharedIoc());
  private static final int ROUNDS = 5;

  @Override
  public String name() {
    return "account";
  }

  @Override
  public String promise() {
    return "Every number is delivered or in a gap record, and a replay of any range says of each number"
        + " what became of it.";
  }

  @Override
  public int runs(boolean brief) {
    return brief ? SCENARIOS.size() : ROUNDS * SCENARIOS.size();
  }

  @Override
  public Tally prove(ProofRun run) throws Exception {
    Tally tally = new Tally();
    String only = run.options().get("scenario");
    for (int i = 0; i < run.runs(); i++) {
      Scenario scenario =
          SCENARIOS.get(only == null ? i % SCENARIOS.size() : Integer.parseInt(only) - 1);
      run.tell("%d: %s", i + 1, scenario.name());
      scenario.judge(run, run.seed() + i, run.directory().resolve("run" + (i + 1)), tally);
      tally.ran();
    }
    return tally;
  }
}
