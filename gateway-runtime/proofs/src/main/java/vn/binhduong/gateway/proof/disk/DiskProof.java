package vn.binhduong.gateway.proof.disk;

import java.io.IOException;
import vn.binhduong.gateway.proof.Proof;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// A disk that is too small, and one that fails at any of the calls the store makes.
public final class DiskProof implements Proof {
  private static final int BRIEF_MIB = 16;
  private static final int MIB = 32;
  private static final int BRIEF_TIMES = 2;
  private static final int TIMES = 10;

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public String promise() {
    return "a disk too small, full or failing stops nothing; every number is data, condensed or in"
        + " a gap record";
  }

  @Override
  public int runs(boolean brief) {
    return brief ? 30 : 1_000_000;
  }

  /// @param run its runs are how many of the calls fail, evenly chosen; `--only space` or `--only
  ///   faults` for one half; `--call N` for one call of `--only faults`, in every way, `--times N`
  ///   times
  @Override
  public Tally prove(ProofRun run) throws IOException, InterruptedException {
    Tally tally = new Tally();
    String only = run.options().getOrDefault("only", "");
    if (!only.equals("faults")) {
      new SmallDiskCase(
              run, tally, run.brief() ? BRIEF_MIB : MIB, run.brief() ? BRIEF_TIMES : TIMES)
          .carryOut();
    }
    if (!only.equals("space")) {
      new FaultyDiskCases(run, tally).carryOut();
    }
    return tally;
  }
}
