package vn.binhduong.gateway.ctl;

import java.io.PrintWriter;
import vn.binhduong.gateway.config.DriverSource;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.driver.LinkFactory;
import vn.binhduong.gateway.driver.Transport;
import vn.binhduong.gateway.settings.Settings;

/// All about one driver or kind of link, for people: what it is, its channels, its settings as a
/// table, and a sample as it stands in `gateway.yaml`.
record DriverPage(PrintWriter out) {
  void print(ListedDriver listed) {
    DriverFactory<?> driver = listed.factory();
    var lines = new Lines(out);
    lines.put("driver", driver.type());
    lines.putIf("reads", driver.instrument());
    lines.put("from", from(driver));
    lines.put("through", listed.through());
    lines.put("seen with", listed.seen());
    out.println();
    channels(driver);
    String link =
        driver.transport() instanceof Transport.OnLink
            ? "    link: LINK  # of type %s%n".formatted(listed.through().replace(", ", " or "))
            : "";
    settings(
        driver.settings(),
        "Settings of driver `%s`".formatted(driver.type()),
        "devices:%n  DEVICE:%n    driver: %s%n%s    settings:".formatted(driver.type(), link));
  }

  void print(LinkFactory<?> link) {
    var lines = new Lines(out);
    lines.put("link", link.type());
    lines.put("from", from(link));
    out.println();
    settings(
        link.settings(),
        "Settings of link `%s`".formatted(link.type()),
        "links:%n  LINK:%n    type: %s%n    settings:".formatted(link.type()));
  }

  private static String from(Object factory) {
    DriverSource source = DriverSource.of(factory);
    return (ListedDriver.from(source) + "  " + source.version()).strip();
  }

  private void channels(DriverFactory<?> driver) {
    if (driver.channels().isEmpty()) {
      out.println("Its channels are those of its settings, or those that the instrument has.");
    } else {
      var table = new Table("CHANNEL", "UNIT", ">LEAST", ">MOST", "MEANING");
      for (Channel channel : driver.channels()) {
        table.row(
            channel.name(),
            channel.unit().symbol(),
            Words.number(channel.min()),
            Words.number(channel.max()),
            channel.doc());
      }
      table.print(out);
    }
    out.println();
  }

  private void settings(Class<? extends Record> record, String title, String head) {
    out.println(Settings.standard().reference(record, title).strip());
    out.println();
    out.println("In gateway.yaml:");
    out.println();
    out.println(head);
    Settings.standard()
        .sample(record)
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> out.println("      " + line));
  }
}
