package vn.binhduong.gateway.proof.live;

import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// After an outage, live data and events flow at once while the backlog drains beside them, on
/// every [Link]; and a metered one keeps within its month. With `--link N` that link alone, once.
/// The brief share takes about 70 s on an idle machine of two cores.
public final class LiveProof implements Proof {
  /// The first links, and the metered month.
  private static final int BRIEF_LINKS = 3;

  @Override
  public String name() {
    return "live";
  }

  @Override
  public String promise() {
    return "While a backlog drains, live data has a p95 under 2 s and events take under 1 s, and the"
        + " estimate of the drain is right within 25 %.";
  }

  @Override
  public int runs(boolean brief) {
    return (brief ? BRIEF_LINKS : Link.ALL.size()) + 1;
  }

  @Override
  public Tally prove(ProofRun run) throws Exception {
    Tally tally = new Tally();
    String only = run.options().get("link");
    if (only == null) {
      run.tell("0: a metered month");
      new MeteredMonth(run, run.directory().resolve("month")).judge(tally);
      tally.ran();
    }
    for (int i = 0; i < (only == null ? run.runs() - 1 : 1); i++) {
      Link link = Link.ALL.get(only == null ? i % Link.ALL.size() : Integer.parseInt(only) - 1);
      run.tell("%d: %,d samples over %s", i + 1, link.backlog(run.brief()), link);
      new Drain(run, link, run.directory().resolve("drain" + (i + 1))).judge(tally);
      tally.ran();
    }
    return tally;
  }
}
