package vn.binhduong.gateway.proof.account;

import java.nio.file.Path;
import vn.binhduong.gateway.proof.ProofRun;
import vn.binhduong.gateway.proof.Tally;

/// One way to make the account hard to close.
interface Scenario {
  /// In a few words.
  String name();

  /// Does it once and judges.
  ///
  /// @param directory of its own
  void judge(ProofRun run, long seed, Path directory, Tally tally) throws Exception;
}
