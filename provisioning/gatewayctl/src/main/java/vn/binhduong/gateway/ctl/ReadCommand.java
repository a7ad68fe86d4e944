package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.ReadAnswer;
import vn.binhduong.gateway.control.Value;

/// `gatewayctl read DEVICE`.
@Command(
    name = "read",
    description = "Reads a device now, out of turn, and shows what it answered.",
    mixinStandardHelpOptions = true)
final class ReadCommand implements Callable<Integer> {
  /// A device may take its whole deadline, 10 s when none is configured.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Parameters(paramLabel = "DEVICE", description = "Id of the device.")
  private String device = "";

  @Override
  public Integer call() throws IOException, ControlException {
    var arguments = Asking.JSON.createObjectNode().put("device", device);
    JsonNode json = Asking.ask(gatewayctl.target(), "read", arguments, PATIENCE);
    ReadAnswer answer = Answers.as(ReadAnswer.class, json);
    if (gatewayctl.target().json()) {
      Asking.print(spec.commandLine(), json);
    } else {
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "%s at %s (%s), read in %s"
              .formatted(
                  answer.device(),
                  Words.time(answer.epochMillis(), ZoneId.systemDefault()),
                  answer.clock(),
                  Words.span(answer.tookMillis())));
      var table = new Table("CHANNEL", ">VALUE", "UNIT", "QUALITY");
      for (Value value : answer.values()) {
        table.row(value.channel(), Words.number(value.value()), value.unit(), value.quality());
      }
      table.print(out);
    }
    boolean good = answer.values().stream().allMatch(value -> value.value() != null);
    return good ? GatewayCtl.OK : GatewayCtl.PROBLEM;
  }
}
