package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.ChangeStatus;
import vn.binhduong.gateway.control.ControlException;

/// Follows a change of the configuration until it stays or comes back, for all commands that make
/// one.
final class ChangeWait {
  private static final long POLL_MILLIS = 500;

  /// How long a restart may take beyond the deadline before no answer is no outcome.
  private static final Duration RESTARTS = Duration.ofMinutes(2);

  private static final Set<String> OPEN = Set.of("TRIAL", "REVERTING");

  private ChangeWait() {}

  /// Tells what goes on, and waits for the outcome.
  ///
  /// @param begun what the gateway said when it took the change
  /// @param within the deadline it was given
  /// @param noWait whether to leave at once
  /// @return the exit code
  static int of(Target target, ChangeStatus begun, Duration within, boolean noWait, PrintWriter out)
      throws InterruptedException {
    if (!OPEN.contains(begun.stage())) {
      out.println("this is what runs already");
      return GatewayCtl.OK;
    }
    out.println(
        "on trial for at most %d s; the gateway starts anew with it".formatted(within.toSeconds()));
    return noWait ? GatewayCtl.OK : await(target, begun, within.plus(RESTARTS), out);
  }

  private static int await(Target target, ChangeStatus begun, Duration patience, PrintWriter out)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.sleep(POLL_MILLIS);
      try {
        ChangeStatus now = Answers.as(ChangeStatus.class, Asking.ask(target, "config"));
        if (!now.sha256().equals(begun.sha256())) {
          out.println("another change came after it: " + told(now));
          return GatewayCtl.PROBLEM;
        }
        if (!OPEN.contains(now.stage())) {
          out.println(told(now));
          now.problems().forEach(out::println);
          return now.stage().equals("CONFIRMED") ? GatewayCtl.OK : GatewayCtl.PROBLEM;
        }
      } catch (IOException | ControlException e) {
        // It starts anew just now.
      }
    }
    out.println("no outcome in time; 'gatewayctl config' tells it later");
    return GatewayCtl.PROBLEM;
  }

  /// Who sits here, for the event log.
  static ObjectNode named() {
    Map<String, String> environment = System.getenv();
    String user =
        environment.getOrDefault("SUDO_USER", System.getProperty("user.name", "somebody"));
    return Asking.JSON.createObjectNode().put("by", "user " + user);
  }

  static String told(ChangeStatus status) {
    return switch (status.stage()) {
      case "TRIAL" ->
          "on trial, asked for by %s; the former file comes back in %s unless it proves itself"
              .formatted(status.by(), Words.span(status.leftMillis()));
      case "REVERTING", "REVERTED" ->
          "what %s asked for did not stay; the former file is back".formatted(status.by());
      case "CONFIRMED" -> "what %s asked for stays".formatted(status.by());
      case "SUPERSEDED" ->
          "the file was edited during the trial of what %s asked for; what was edited stays"
              .formatted(status.by());
      default -> status.stage();
    };
  }
}
