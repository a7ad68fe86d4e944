package vn.binhduong.gateway.ctl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import vn.binhduong.gateway.config.Catalogue;
import vn.binhduong.gateway.config.Configuration;
import vn.binhduong.gateway.config.DriverSource;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.settings.Suggestion;

/// `gatewayctl drivers [NAME]`: what a gateway with this program and the `drivers.d` beside its
/// configuration can read. Needs neither a running gateway nor a configuration.
@Command(
    name = "drivers",
    description =
        "Lists every driver and kind of link, those added in drivers.d too; with NAME, all about one.",
    mixinStandardHelpOptions = true)
final class DriversCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ParentCommand private GatewayCtl gatewayctl = new GatewayCtl();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "A driver or a kind of link, such as pms5003.")
  private @Nullable String name;

  @Override
  public Integer call() throws JsonProcessingException {
    Catalogue catalogue = gatewayctl.target().catalogue();
    String wanted = name;
    if (wanted != null) {
      one(catalogue, wanted);
      return GatewayCtl.OK;
    }
    if (gatewayctl.target().json()) {
      Asking.print(spec.commandLine(), json(catalogue));
    } else {
      print(spec.commandLine().getOut(), catalogue);
    }
    return catalogue.refused().isEmpty() ? GatewayCtl.OK : GatewayCtl.PROBLEM;
  }

  private static void print(PrintWriter out, Catalogue catalogue) {
    var drivers = new Table("DRIVER", "FROM", "VERSION", "READS THROUGH", "SEEN WITH", "CHANNELS");
    for (DriverFactory<?> factory : catalogue.drivers().values()) {
      var driver = new ListedDriver(catalogue, factory);
      DriverSource source = DriverSource.of(factory);
      drivers.row(
          factory.type(),
          ListedDriver.from(source),
          version(source),
          driver.through(),
          driver.seen(),
          driver.channels());
    }
    drivers.print(out);
    out.println();
    var links = new Table("LINK", "FROM", "VERSION");
    for (LinkFactory<?> factory : catalogue.links().values()) {
      DriverSource source = DriverSource.of(factory);
      links.row(factory.type(), ListedDriver.from(source), version(source));
    }
    links.print(out);
    if (!catalogue.refused().isEmpty()) {
      out.println();
      catalogue.refused().forEach(refused -> out.println("refused: " + refused.message()));
    }
  }

  private static String version(DriverSource source) {
    return source.version().isEmpty() ? "-" : source.version();
  }

  private void one(Catalogue catalogue, String wanted) throws JsonProcessingException {
    DriverFactory<?> driver = catalogue.drivers().get(wanted);
    LinkFactory<?> link = catalogue.links().get(wanted);
    if (driver == null && link == null) {
      Set<String> known = new TreeSet<>(catalogue.drivers().keySet());
      known.addAll(catalogue.links().keySet());
      throw new ParameterException(
          spec.commandLine(),
          "NAME: no driver or link '%s'; %s"
              .formatted(wanted, Suggestion.hint(wanted, known, "there are")));
    }
    if (gatewayctl.target().json()) {
      ObjectNode answer = Asking.JSON.createObjectNode();
      if (driver != null) {
        ObjectNode node = new ListedDriver(catalogue, driver).json();
        answer.set("driver", ListedDriver.withSettings(node, driver.settings(), wanted));
      }
      if (link != null) {
        ObjectNode node = ListedDriver.json(wanted, link);
        answer.set("link", ListedDriver.withSettings(node, link.settings(), wanted));
      }
      Asking.print(spec.commandLine(), answer);
      return;
    }
    var page = new DriverPage(spec.commandLine().getOut());
    if (driver != null) {
      page.print(new ListedDriver(catalogue, driver));
    }
    if (link != null) {
      page.print(link);
    }
  }

  private static ObjectNode json(Catalogue catalogue) {
    ObjectNode answer = Asking.JSON.createObjectNode();
    ArrayNode drivers = answer.putArray("drivers");
    catalogue.drivers().values().forEach(f -> drivers.add(new ListedDriver(catalogue, f).json()));
    ArrayNode links = answer.putArray("links");
    catalogue.links().values().forEach(link -> links.add(ListedDriver.json(link.type(), link)));
    ArrayNode refused = answer.putArray("refused");
    for (Configuration.Refused each : catalogue.refused()) {
      refused.addObject().put("component", each.component()).put("text", each.message());
    }
    return answer;
  }
}
