package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.ChangeStatus;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.settings.YamlText;

/// `gatewayctl config`: the same change of the configuration as from afar, on trial as well.
@Command(
    name = "config",
    description = {
      "Tells where the last change of the configuration stands. 'apply' puts a new file on trial: unless the gateway proves"
          + " in time that it is no worse than before, the former file comes back by itself."
    },
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 500;

  /// How long a restart may take beyond the deadline before no answer is no outcome.
  private static final Duration RESTARTS = Duration.ofMinutes(2);

  private static final Set<String> OPEN = Set.of("TRIAL", "REVERTING");

  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Override
  public Integer call() throws IOException, ControlException {
    JsonNode answer = Asking.ask(gatewayctl.target(), "config");
    if (gatewayctl.target().json()) {
      Asking.print(spec.commandLine(), answer);
      return GatewayCtl.OK;
    }
    ChangeStatus status = Answers.as(ChangeStatus.class, answer);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        status.stage().equals("NONE")
            ? "the configuration was never changed from here or from afar"
            : told(status));
    status.problems().forEach(out::println);
    return GatewayCtl.OK;
  }

  @Command(
      name = "apply",
      description = "Checks a file and puts it on trial in place of the present one.",
      mixinStandardHelpOptions = true)
  int apply(
      @Parameters(paramLabel = "FILE", description = "The new gateway.yaml.") Path file,
      @Option(
              names = "--within",
              paramLabel = "SECONDS",
              defaultValue = "300",
              description =
                  "How long it may take to prove itself, 10 to 3600 s (default: ${DEFAULT-VALUE}).")
          long seconds,
      @Option(names = "--no-wait", description = "Do not wait for the outcome.") boolean noWait)
      throws IOException, ControlException, InterruptedException {
    ObjectNode arguments =
        named().put("yaml", YamlText.read(file).text()).put("deadlineSeconds", seconds);
    ChangeStatus begun = ask("config-apply", arguments);
    PrintWriter out = spec.commandLine().getOut();
    if (!OPEN.contains(begun.stage())) {
      out.println("this is what runs already");
      return GatewayCtl.OK;
    }
    out.println("on trial for at most %d s; the gateway starts anew with it".formatted(seconds));
    return noWait ? GatewayCtl.OK : await(begun, Duration.ofSeconds(seconds).plus(RESTARTS), out);
  }

  private int await(ChangeStatus begun, Duration patience, PrintWriter out)
      throws InterruptedException, IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.sleep(POLL_MILLIS);
      try {
        ChangeStatus now =
            Answers.as(ChangeStatus.class, Asking.ask(gatewayctl.target(), "config"));
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

  @Command(
      name = "confirm",
      description = "Says that the configuration on trial stays, without waiting for its proof.",
      mixinStandardHelpOptions = true)
  int confirm() throws IOException, ControlException {
    return decide("config-confirm");
  }

  @Command(
      name = "revert",
      description = "Says that the former configuration comes back now.",
      mixinStandardHelpOptions = true)
  int revert() throws IOException, ControlException {
    return decide("config-revert");
  }

  private int decide(String op) throws IOException, ControlException {
    spec.commandLine().getOut().println(told(ask(op, named())));
    return GatewayCtl.OK;
  }

  private ChangeStatus ask(String op, ObjectNode arguments) throws IOException, ControlException {
    try (ControlClient client = gatewayctl.target().connect()) {
      return Answers.as(ChangeStatus.class, client.ask(op, arguments, Asking.PATIENCE));
    }
  }

  /// Who sits here, for the event log.
  private static ObjectNode named() {
    Map<String, String> environment = System.getenv();
    String user =
        environment.getOrDefault("SUDO_USER", System.getProperty("user.name", "somebody"));
    return Asking.JSON.createObjectNode().put("by", "user " + user);
  }

  private static String told(ChangeStatus status) {
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
