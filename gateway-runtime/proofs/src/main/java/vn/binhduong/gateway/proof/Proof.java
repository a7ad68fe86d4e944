package vn.binhduong.gateway.proof;

/// One promise of the gateway, put to the test by breaking something and looking at what is left.
///
/// A proof decides by what a user could see from outside (the account at the IOC, the data
/// directory, the process), never by what the gateway says of itself alone.
public interface Proof {
  /// Its name on the command line, one word.
  String name();

  /// The promise in one sentence, for `scripts/prove` and the documentation.
  String promise();

  /// How many runs it makes when nobody says.
  ///
  /// @param brief whether it is the share that runs with every change, not the long one
  int runs(boolean brief);

  /// Breaks things, as often as `run` says, and counts.
  ///
  /// @return what was seen; complete also when something was lost
  /// @throws Exception when the proof itself could not be carried out, which proves nothing
  Tally prove(ProofRun run) throws Exception;
}
