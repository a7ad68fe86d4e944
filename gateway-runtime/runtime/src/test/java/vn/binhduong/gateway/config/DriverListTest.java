package vn.binhduong.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The list in the README is that of the drivers and links that ship.
class DriverListTest {
  private static final Pattern NAME = Pattern.compile("`([a-z0-9-]+)`");

  private final Catalogue catalogue = Catalogue.of(getClass().getClassLoader());

  private static Set<String> column(int index) throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    int from = readme.indexOf("## What it reads");
    return readme
        .substring(from, readme.indexOf("\n## ", from + 1))
        .lines()
        .filter(line -> line.startsWith("| ["))
        .map(line -> line.split("\\|", -1)[index])
        .flatMap(cell -> NAME.matcher(cell).results())
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void everyDriverIsListedAndNoOther() throws IOException {
    assertThat(column(1)).isEqualTo(catalogue.drivers().keySet());
  }

  @Test
  void everyLinkIsListedAndNoOther() throws IOException {
    assertThat(column(3)).isEqualTo(catalogue.links().keySet());
  }
}
