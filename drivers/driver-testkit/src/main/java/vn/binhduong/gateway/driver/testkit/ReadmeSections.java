package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.settings.Settings;

/// The parts of a README that are made from the code, between `<!-- NAME: begin -->` and `<!--
/// NAME: end -->`. A test compares them; `mvn test -Dupdate-readme` writes them.
public final class ReadmeSections {
  private static final String UPDATE = "update-readme";

  private final Path readme;

  /// The README of a module, from its own tests.
  public ReadmeSections(Path readme) {
    this.readme = readme;
  }

  /// Compares one part with what the code says, or writes it.
  public void assertSection(String name, String expected) throws IOException {
    String text = Files.readString(readme);
    String begin = "<!-- " + name + ": begin -->\n";
    String end = "<!-- " + name + ": end -->";
    assertThat(text).as("%s has a part '%s'", readme, name).contains(begin, end);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf(end, from);
    if (System.getProperty(UPDATE) != null) {
      Files.writeString(readme, text.substring(0, from) + expected + text.substring(to));
      return;
    }
    assertThat(text.substring(from, to))
        .as("part '%s' of %s; mvn test -Dupdate-readme writes it", name, readme)
        .isEqualTo(expected);
  }

  /// The example of this name: what stands in the code block behind `<!-- example: NAME -->`.
  public String example(String name) throws IOException {
    String text = Files.readString(readme);
    int from = text.indexOf("<!-- example: " + name + " -->");
    assertThat(from).as("%s has an example '%s'", readme, name).isNotNegative();
    int begin = text.indexOf('\n', text.indexOf("```", from)) + 1;
    return text.substring(begin, text.indexOf("```", begin));
  }

  /// The settings of a device or link as a table, its headings two levels deeper.
  public static String settings(Class<? extends Record> type, String title) {
    return Settings.standard().reference(type, title).replaceAll("(?m)^#", "###") + "\n";
  }

  /// Channels as a table.
  public static String channels(Collection<Channel> channels) {
    return channels.stream()
        .map(
            channel ->
                "| `%s` | %s | %s to %s | %s |\n"
                    .formatted(
                        channel.name(),
                        channel.unit(),
                        number(channel.min()),
                        number(channel.max()),
                        channel.doc()))
        .collect(
            Collectors.joining(
                "", "| channel | unit | range | meaning |\n|---|---|---|---|\n", "\n"));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
