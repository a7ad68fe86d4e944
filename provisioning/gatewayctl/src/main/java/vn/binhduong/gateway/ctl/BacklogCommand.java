package vn.binhduong.gateway.ctl;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.Backlog;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;

/// `gatewayctl backlog`.
@Command(
    name = "backlog",
    description =
        "Shows the account of every stream: what is delivered, what waits, what was given up. With"
            + " or without a running gateway.",
    mixinStandardHelpOptions = true)
final class BacklogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Override
  public Integer call() throws IOException, ControlException {
    Backlog backlog;
    try {
      backlog = Answers.as(Backlog.class, Asking.ask(gatewayctl.target(), "backlog"));
    } catch (ControlClient.NotRunning e) {
      spec.commandLine().getErr().println("backlog: from disk, " + e.getMessage());
      backlog = gatewayctl.target().store().backlog();
    }
    if (gatewayctl.target().json()) {
      Asking.print(spec.commandLine(), Answers.of(backlog));
    } else {
      print(spec.commandLine().getOut(), backlog);
    }
    return GatewayCtl.OK;
  }

  private static void print(PrintWriter out, Backlog backlog) {
    var table =
        new Table(
            "DEVICE",
            ">FIRST",
            ">LAST",
            ">DELIVERED",
            ">WAITING",
            ">GIVEN UP",
            ">OVERRUNS",
            "EPOCH");
    for (Backlog.Stream stream : backlog.streams()) {
      table.row(
          stream.device(),
          Words.count(stream.first()),
          Words.count(stream.last()),
          Words.count(stream.acknowledged()),
          Words.count(stream.pending()),
          Words.count(stream.dropped()),
          Words.count(stream.overruns()),
          stream.epoch());
    }
    table.print(out);
    out.println(
        "%s entries wait%s"
            .formatted(
                Words.count(backlog.entries()),
                Words.drain(backlog.entries(), backlog.drainMillis(), backlog.hindrance())));
    Backlog.Month month = backlog.month();
    if (month != null) {
      out.println(
          "this month %s of %s used until %s; backlog today %s of %s, everything else %s a day%s"
              .formatted(
                  Words.bytes(month.usedBytes()),
                  Words.bytes(month.budgetBytes()),
                  Words.time(month.endMillis(), ZoneId.systemDefault()),
                  Words.bytes(month.dayHistoryBytes()),
                  Words.bytes(month.dayShareBytes()),
                  Words.bytes(month.otherPerDayBytes()),
                  month.hindrance().isEmpty() ? "" : "; " + month.hindrance()));
    }
  }
}
