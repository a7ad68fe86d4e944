package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.TailLine;

/// `gatewayctl tail`.
@Command(
    name = "tail",
    description = "Shows samples and events as they are committed, until interrupted.",
    mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
  /// Longest silence: longer than the longest period of a device.
  private static final Duration SILENCE = Duration.ofDays(2);

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Option(names = "--device", paramLabel = "ID", description = "Only this device.")
  private @Nullable String device;

  @Override
  public Integer call() throws IOException, ControlException {
    var arguments = Asking.JSON.createObjectNode();
    if (device != null) {
      arguments.put("device", device);
    }
    try (ControlClient client = gatewayctl.target().connect()) {
      client.stream("tail", arguments, SILENCE, this::print);
    }
    return GatewayCtl.OK;
  }

  private void print(JsonNode json) {
    PrintWriter out = spec.commandLine().getOut();
    if (gatewayctl.target().json()) {
      out.println(json);
    } else {
      out.println(text(json));
    }
    out.flush();
  }

  private static String text(JsonNode json) {
    try {
      TailLine line = Answers.as(TailLine.class, json);
      String content =
          line.kind().isEmpty() ? Words.values(line.values()) : line.kind() + " " + line.json();
      return "%s  %s  #%d  %s"
          .formatted(
              Words.time(line.epochMillis(), ZoneId.systemDefault()),
              line.device(),
              line.seq(),
              content.replaceAll("\\p{Cntrl}", "?"));
    } catch (ControlException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
