package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverFactory;
import vn.binhduong.gateway.settings.Settings;
import vn.binhduong.gateway.settings.YamlText;

/// What the README shows is what the code does. `-Dupdate-readme` writes the tables anew.
class ReadmeTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern DEVICE =
      Pattern.compile("(?m)^  \\w+: \\{driver: ([a-z0-9-]+), every: \\w+, settings: (\\{.*})}$");

  private static final List<DriverFactory<?>> FACTORIES =
      List.of(new IioFactory(), new HwmonFactory(), new W1ThermFactory(), new HostFactory());

  @Test
  void settingsAreListed() throws IOException {
    assertSection(
        "settings",
        FACTORIES.stream()
            .map(
                factory ->
                    reference(
                        factory.settings(), "Device of driver `%s`".formatted(factory.type())))
            .collect(Collectors.joining()));
  }

  @Test
  void channelsOfIioAreListed() throws IOException {
    assertSection(
        "iio-channels",
        "| files | channel | unit | range |\n|---|---|---|---|\n"
            + IioQuantity.ALL.stream()
                .map(
                    quantity ->
                        "| `in_%s%s` | `%s` | %s | %s to %s |\n"
                            .formatted(
                                quantity.kernelType(),
                                quantity.modifier() == null ? "" : "_" + quantity.modifier(),
                                quantity.channel().name(),
                                quantity.channel().unit(),
                                number(quantity.channel().min()),
                                number(quantity.channel().max())))
                .collect(Collectors.joining()));
  }

  @Test
  void channelsOfTheHostAreListed() throws IOException {
    assertSection(
        "host-channels",
        "| channel | unit | meaning | from |\n|---|---|---|---|\n"
            + rows(List.of(HostText.MEMORY_TOTAL, HostText.MEMORY_AVAILABLE), "`/proc/meminfo`")
            + rows(HostText.LOAD, "`/proc/loadavg`")
            + rows(List.of(HostText.UPTIME), "`/proc/uptime`")
            + rows(List.of(HostText.CPU_TEMPERATURE), "`/sys/class/thermal/thermal_zoneN`")
            + rows(
                List.of(HostText.UNDERVOLTAGE),
                "Raspberry Pi: `soc:firmware/get_throttled`, else hwmon `rpi_volt`")
            + rows(
                HostText.THROTTLED.subList(1, HostText.THROTTLED.size()),
                "Raspberry Pi: `soc:firmware/get_throttled`")
            + rows(HostText.wearChannels("mmcblk0"), "eMMC: `life_time`")
            + rows(List.of(HostText.preEolChannel("mmcblk0")), "eMMC: `pre_eol_info`")
            + rows(List.of(HostText.DISK_TOTAL, HostText.DISK_FREE), "`directory`")
            + rows(
                new HostBoard(Path.of("/"))
                    .network("eth0").stream().flatMap(s -> s.channels().stream()).toList(),
                "`interfaces`"));
  }

  /// The lines a newcomer copies first must work as they stand.
  @Test
  void exampleWorks() throws IOException {
    Matcher devices = DEVICE.matcher(Files.readString(README));
    var seen = new ArrayList<String>();
    while (devices.find()) {
      String type = devices.group(1);
      seen.add(type);
      FACTORIES.stream()
          .filter(factory -> factory.type().equals(type))
          .forEach(
              factory ->
                  Settings.standard()
                      .read(new YamlText("gateway.yaml", devices.group(2)), factory.settings())
                      .orThrow());
    }
    assertThat(seen)
        .containsExactlyElementsOf(FACTORIES.stream().map(DriverFactory::type).toList());
  }

  private static String rows(List<Channel> channels, String from) {
    return channels.stream()
        .map(
            channel ->
                "| `%s` | %s | %s | %s |\n"
                    .formatted(channel.name(), channel.unit(), channel.doc(), from))
        .collect(Collectors.joining());
  }

  private static String number(double value) {
    return "%.0f".formatted(value);
  }

  /// The reference, its headings two levels deeper.
  private static String reference(Class<? extends Record> type, String title) {
    return Settings.standard().reference(type, title).replaceAll("(?m)^#", "###") + "\n";
  }

  private static void assertSection(String name, String expected) throws IOException {
    String readme = Files.readString(README);
    String begin = "<!-- " + name + ": begin -->\n";
    String end = "<!-- " + name + ": end -->";
    int from = readme.indexOf(begin) + begin.length();
    int to = readme.indexOf(end);
    if (System.getProperty("update-readme") != null) {
      Files.writeString(README, readme.substring(0, from) + expected + readme.substring(to));
      return;
    }
    assertThat(readme.substring(from, to))
        .as("section '%s' of the README; mvn test -Dupdate-readme writes it", name)
        .isEqualTo(expected);
  }
}
