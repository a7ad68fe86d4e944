package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
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
            : ChangeWait.told(status));
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
        ChangeWait.named().put("yaml", YamlText.read(file).text()).put("deadlineSeconds", seconds);
    ChangeStatus begun = ask("config-apply", arguments);
    return ChangeWait.of(
        gatewayctl.target(),
        begun,
        Duration.ofSeconds(seconds),
        noWait,
        spec.commandLine().getOut());
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
    spec.commandLine().getOut().println(ChangeWait.told(ask(op, ChangeWait.named())));
    return GatewayCtl.OK;
  }

  private ChangeStatus ask(String op, ObjectNode arguments) throws IOException, ControlException {
    try (ControlClient client = gatewayctl.target().connect()) {
      return Answers.as(ChangeStatus.class, client.ask(op, arguments, Asking.PATIENCE));
    }
  }
}
