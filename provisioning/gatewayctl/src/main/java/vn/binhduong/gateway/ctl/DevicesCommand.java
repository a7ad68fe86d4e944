package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.Backlog;
import vn.binhduong.gateway.control.ControlClient;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.Devices;
import vn.binhduong.gateway.control.TailLine;
import vn.binhduong.gateway.control.Value;

/// `gatewayctl devices`.
@Command(
    name = "devices",
    description = "Shows every device: how it is and what it measured last.",
    mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {
  private static final Set<String> WELL = Set.of("OK", "STARTING", "CLOSED");

  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  DevicesCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, ControlException {
    Devices devices;
    int code;
    try {
      JsonNode answer = Asking.ask(gatewayctl.target(), "devices");
      devices = Answers.as(Devices.class, answer);
      boolean well = devices.devices().stream().allMatch(d -> WELL.contains(d.health()));
      code = well ? GatewayCtl.OK : GatewayCtl.PROBLEM;
    } catch (ControlClient.NotRunning e) {
      spec.commandLine().getErr().println("devices: from disk, " + e.getMessage());
      devices = fromDisk();
      code = GatewayCtl.NOT_RUNNING;
    }
    if (gatewayctl.target().json()) {
      Asking.print(spec.commandLine(), Answers.of(devices));
    } else {
      print(spec.commandLine().getOut(), devices);
    }
    return code;
  }

  private static void print(PrintWriter out, Devices devices) {
    var table =
        new Table("DEVICE", "DRIVER", "LINK", "STATE", ">SINCE", ">SEQ", ">AGE", "LAST VALUES");
    for (Devices.Device device : devices.devices()) {
      Long age =
          device.values().isEmpty()
              ? null
              : device.values().stream().mapToLong(Value::ageMillis).min().orElse(0);
      table.row(
          device.id(),
          device.driver().isEmpty() ? "-" : device.driver(),
          device.link() == null ? "-" : device.link(),
          device.health(),
          device.sinceMillis() < 0 ? "-" : Words.span(device.sinceMillis()),
          Words.count(device.seq()),
          Words.span(age),
          device.message().isEmpty() || device.health().equals("OK")
              ? Words.values(device.values())
              : device.message());
    }
    table.print(out);
  }

  /// The devices of the configuration, without one those of the store, with their newest samples on
  /// disk.
  private Devices fromDisk() throws IOException {
    OfflineStore store = gatewayctl.target().store();
    Configuration configuration = gatewayctl.target().configuration();
    if (configuration == null) {
      List<String> ids =
          store.backlog().streams().stream()
              .map(Backlog.Stream::device)
              .filter(id -> !id.equals("gateway"))
              .distinct()
              .sorted()
              .toList();
      Map<String, TailLine> last = store.last(ids, clock.millis());
      return new Devices(ids.stream().map(id -> offline(id, "", null, 0, last.get(id))).toList());
    }
    List<String> ids = configuration.devices().stream().map(Configuration.Device::id).toList();
    Map<String, TailLine> last = store.last(ids, clock.millis());
    return new Devices(
        configuration.devices().stream()
            .map(
                device ->
                    offline(
                        device.id(),
                        device.settings().driver(),
                        device.settings().link(),
                        device.settings().every().toMillis(),
                        last.get(device.id())))
            .toList());
  }

  private static Devices.Device offline(
      String id,
      String driver,
      @Nullable String link,
      long everyMillis,
      @Nullable TailLine sample) {
    return new Devices.Device(
        id,
        driver,
        link,
        everyMillis,
        "",
        "CLOSED",
        -1,
        "",
        0,
        0,
        0,
        0,
        sample == null ? 0 : sample.seq(),
        0,
        sample == null ? List.of() : sample.values());
  }
}
