package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.Backlog;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.Status;

/// `gatewayctl status`.
@Command(
    name = "status",
    description = "Shows how the gateway is: clock, store, uplink and every part that is not well.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final Set<String> WELL = Set.of("OK", "STARTING", "CLOSED");

  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Override
  public Integer call() throws IOException, ControlException {
    JsonNode answer;
    try {
      answer = Asking.ask(gatewayctl.target(), "status");
    } catch (ControlClient.NotRunning e) {
      return notRunning(e);
    }
    Status status = Answers.as(Status.class, answer);
    if (gatewayctl.target().json()) {
      Asking.print(spec.commandLine(), answer);
    } else {
      print(spec.commandLine().getOut(), status);
    }
    boolean well =
        status.health().stream().allMatch(part -> WELL.contains(part.state()))
            && status.configuration().problems().isEmpty()
            && status.store().trouble().isEmpty();
    return well ? GatewayCtl.OK : GatewayCtl.PROBLEM;
  }

  private static void print(PrintWriter out, Status status) {
    var line = new Lines(out);
    line.put(
        "gateway",
        "%s  version %s  %s  up %s"
            .formatted(
                status.gateway(),
                status.version(),
                status.profile(),
                Words.span(status.uptimeMillis())));
    Status.Clock clock = status.clock();
    line.put(
        "clock",
        "%s  %s  by %s%s"
            .formatted(
                clock.state(),
                Words.time(clock.epochMillis(), ZoneId.systemDefault()),
                clock.source(),
                clock.offsetMillis() == null
                    ? ""
                    : "  system clock off by " + clock.offsetMillis() + " ms"));
    Status.Store store = status.store();
    line.put(
        "store",
        "%s of %s in %s  epoch %s"
            .formatted(
                Words.bytes(store.bytes()),
                Words.bytes(store.budgetBytes()),
                Words.count(store.segments(), "segment"),
                store.epoch()));
    line.put(
        "",
        "a power cut takes at most %s (commit interval %s, longest commit %s)"
            .formatted(
                Words.span(store.commitIntervalMillis() + store.longestCommitMillis()),
                Words.span(store.commitIntervalMillis()),
                Words.span(store.longestCommitMillis())));
    if (store.longestWindowMillis() > 0) {
      line.put(
          "",
          "and of channels with a window what the open one gathered, at most %s"
              .formatted(Words.span(store.longestWindowMillis())));
    }
    line.putIf("", store.trouble());
    if (store.overruns() > 0) {
      line.put("", "%s samples refused by a full queue".formatted(Words.count(store.overruns())));
    }
    Status.Uplink uplink = status.uplink();
    line.put(
        "uplink",
        "%s for %s  %s"
            .formatted(uplink.state(), Words.span(uplink.sinceMillis()), uplink.broker()));
    line.put(
        "",
        "%s delivered, %.1f a second, %d messages in flight"
            .formatted(
                Words.count(uplink.acknowledged()), uplink.ratePerSecond(), uplink.inFlight()));
    line.putIf("", uplink.lastError());
    line.put(
        "backlog",
        "%s entries%s"
            .formatted(
                Words.count(store.backlog()),
                Words.drain(store.backlog(), uplink.drainMillis(), uplink.hindrance())));
    Status.Configuration configuration = status.configuration();
    line.put(
        "config",
        "%s%s"
            .formatted(
                configuration.file(),
                configuration.lastGood() ? " cannot be used: the last good copy runs" : ""));
    configuration.problems().forEach(problem -> line.putIf("", problem));
    out.println();
    var table = new Table("COMPONENT", "STATE", ">SINCE", "MESSAGE");
    for (Status.Health part : status.health()) {
      table.row(part.component(), part.state(), Words.span(part.sinceMillis()), part.message());
    }
    table.print(out);
  }

  private int notRunning(ControlClient.NotRunning none) throws IOException {
    spec.commandLine().getErr().println("status: " + none.getMessage());
    Backlog backlog = gatewayctl.target().store().backlog();
    if (gatewayctl.target().json()) {
      Asking.print(
          spec.commandLine(),
          Asking.JSON
              .createObjectNode()
              .put("running", false)
              .put("directory", gatewayctl.target().dataDirectory().toString())
              .put("backlog", backlog.entries()));
    } else {
      var line = new Lines(spec.commandLine().getOut());
      line.put("gateway", "not running");
      line.put("store", gatewayctl.target().dataDirectory().toString());
      line.put("backlog", "%s entries on disk".formatted(Words.count(backlog.entries())));
    }
    return GatewayCtl.NOT_RUNNING;
  }
}
