package vn.binhduong.gateway;

import java.util.function.Supplier;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Problem;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.uplink.CommandHandler;

/// Carries out what the IOC asks of the gateway, but for replays, which the uplink does itself.
final class Commands implements CommandHandler {
  private final Supplier<Views> views;

  /// @param views what can be seen, once the gateway runs
  Commands(Supplier<Views> views) {
    this.views = views;
  }

  @Override
  public Answer answer(Command command) throws Exception {
    return switch (command) {
      case Command.ReadNow read ->
          Answer.ok(read.id(), Answers.of(views.get().read(read.device())).toString());
      case Command.Diagnose diagnose ->
          Answer.ok(diagnose.id(), Answers.of(views.get().status()).toString());
      case Command.Replay replay -> notHere(replay.id(), "replay");
      case Command.Calibrate calibrate -> notHere(calibrate.id(), "calibrate");
      case Command.Config config -> notHere(config.id(), "config");
    };
  }

  private static Answer notHere(String id, String command) {
    return Answer.not(
        id,
        Answer.Status.REFUSED,
        new Problem(
            "cmd", command, "a command that this version carries out: read-now, diagnose, replay"));
  }
}
