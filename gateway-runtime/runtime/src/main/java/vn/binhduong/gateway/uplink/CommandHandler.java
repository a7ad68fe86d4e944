package vn.binhduong.gateway.uplink;

import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;

/// Carries out what the IOC asks for. Called on a thread of its own (`uplink-commands`), one
/// command at a time; it may take its time, but must end.
@FunctionalInterface
public interface CommandHandler {
  /// The answer to a command that is allowed, decoded and not expired; never a `Replay`, which the
  /// uplink does itself. What it throws becomes the answer `failed`.
  Answer answer(Command command) throws Exception;
}
