package vn.binhduong.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One value changes; everything else stays as it was written.
class YamlEditTest {
  private static final List<String> BROKER = List.of("uplink", "broker");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "uplink: {broker: \"mqtt://a:1\", x: 1} # b | uplink: {broker: 'new', x: 1} # b",
        "uplink: {broker: mqtt://a, x: 1}          | uplink: {broker: 'new', x: 1}",
        "a: {uplink: {broker: 1}}; | ",
        "a: [1, {broker: 2}]\\nuplink:\\n  # c\\n  broker:   'o''ld'  # d\\nb: 2 | a: [1, {broker: 2}]\\nuplink:\\n  # c\\n  broker:   'new'  # d\\nb: 2",
        "ghi chú: 'Bình Dương 🌧'\\nuplink: {broker: cũ} | ghi chú: 'Bình Dương 🌧'\\nuplink: {broker: 'new'}",
        "broker: 1 | ",
        "uplink: {broker: [1]} | ",
        "uplink: 1 | ",
        "- 1 | ",
        "{ | ",
      })
  void replaces(String text, String expected) {
    assertThat(YamlEdit.replace(text.replace("\\n", "\n"), BROKER, "new").orElse(null))
        .isEqualTo(expected == null ? null : expected.replace("\\n", "\n"));
  }

  @Test
  void quotesAreDoubled() {
    assertThat(YamlEdit.replace("uplink: {broker: x}", BROKER, "it's: {"))
        .contains("uplink: {broker: 'it''s: {'}");
  }
}
