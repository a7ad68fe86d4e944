package vn.binhduong.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vn.binhduong.gateway.change.RefusedException;
import vn.binhduong.gateway.change.Trial;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Problem;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.uplink.CommandHandler;

/// Carries out what the IOC asks of the gateway, but for replays, which the uplink does itself.
final class Commands implements CommandHandler {
  private final Supplier<Views> views;
  private final Supplier<ChangeWatch> changes;
  private final Instruments instruments;

  /// @param views what can be seen, once the gateway runs
  /// @param changes takes configurations, once the gateway runs
  /// @param instruments that can be marked as worked on
  Commands(Supplier<Views> views, Supplier<ChangeWatch> changes, Instruments instruments) {
    this.instruments = instruments;
    this.views = views;
    this.changes = changes;
  }

  @Override
  public Answer answer(Command command) throws Exception {
    return switch (command) {
      case Command.ReadNow read ->
          Answer.ok(read.id(), Answers.of(views.get().read(read.device())).toString());
      case Command.Diagnose diagnose ->
          Answer.ok(diagnose.id(), Answers.of(views.get().status()).toString());
      case Command.Replay replay -> notHere(replay.id(), "replay");
      case Command.Calibrate calibrate -> calibrate(calibrate);
      case Command.Config config -> change(config);
    };
  }

  private Answer calibrate(Command.Calibrate command) {
    String device = command.device();
    if (!instruments.has(device)) {
      return Answer.not(
          command.id(),
          Answer.Status.INVALID,
          new Problem("dev", device, "the id of a device of this gateway"));
    }
    String by = "cmd " + command.id();
    if (command.forSeconds() == 0) {
      instruments.end(device, by);
    } else {
      instruments.begin(device, Duration.ofSeconds(command.forSeconds()), by);
    }
    return Answer.ok(
        command.id(),
        "{\"dev\":\"%s\",\"leftS\":%d}".formatted(device, instruments.left(device).toSeconds()));
  }

  /// Accepted means on trial; how that ends is told by an event.
  private Answer change(Command.Config config) {
    try {
      Optional<Trial> trial =
          changes
              .get()
              .offer(
                  config.yaml(), "cmd " + config.id(), Duration.ofSeconds(config.confirmSeconds()));
      return trial
          .map(
              begun ->
                  new Answer(
                      config.id(),
                      Answer.Status.ACCEPTED,
                      List.of(),
                      "{\"sha256\":\"%s\"}".formatted(begun.sha256())))
          .orElseGet(() -> Answer.ok(config.id(), null));
    } catch (RefusedException e) {
      return new Answer(
          config.id(),
          Answer.Status.INVALID,
          e.problems().stream()
              .map(problem -> new Problem("yaml", problem, "a configuration that can be used"))
              .toList(),
          null);
    }
  }

  private static Answer notHere(String id, String command) {
    return Answer.not(
        id,
        Answer.Status.REFUSED,
        new Problem(
            "cmd",
            command,
            "a command that is carried out here: read-now, diagnose, calibrate, config"));
  }
}
