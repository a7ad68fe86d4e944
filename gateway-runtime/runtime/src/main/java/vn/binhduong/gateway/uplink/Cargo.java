package vn.binhduong.gateway.uplink;

/// What a message in flight carries, so that its acknowledgement finds its way.
sealed interface Cargo {
  /// Entries of the log.
  record Data(Batch batch) implements Cargo {}

  /// Something retained: state, birth or ledger.
  ///
  /// @param message as it was published
  record Notice(Outgoing message) implements Cargo {}

  /// The answer to a command.
  record Reply(Outgoing message) implements Cargo {}
}
