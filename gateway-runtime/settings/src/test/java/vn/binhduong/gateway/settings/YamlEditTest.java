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

  // In place of what stands there, or before the first key; comments of others stay.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "devices:\\n  a:\\n    driver: x # d\\n    every: 1s\\n | devices:\\n  a:\\n    cal: {n: 1}\\n    driver: x # d\\n    every: 1s\\n",
        "devices: {a: {driver: x}} | devices: {a: {cal: {n: 1}, driver: x}}",
        "devices:\\n  a: {driver: x,\\n    every: 1s}\\nb: 1 | devices:\\n  a: {cal: {n: 1}, driver: x,\\n    every: 1s}\\nb: 1",
        "devices:\\n  a:\\n    cal: # old\\n      n: 5 # five\\n      m: {k: 7} # seven\\n    # of driver\\n    driver: x | devices:\\n  a:\\n    cal: {n: 1} # seven\\n    # of driver\\n    driver: x",
        "devices: {a: {cal: {n: [5, 6]}, driver: x}} # end | devices: {a: {cal: {n: 1}, driver: x}} # end",
        "devices:\\n  a:\\n    cal:\\n    driver: x | devices:\\n  a:\\n    cal: {n: 1}\\n    driver: x",
        "devices:\\n  a:\\n    cal: 'x: y' # z\\n | devices:\\n  a:\\n    cal: {n: 1} # z\\n",
        "devices:\\n  a:\\n    list:\\n      - 1\\n      - cal: 2\\n    driver: x\\n  b: {cal: 3} | devices:\\n  a:\\n    cal: {n: 1}\\n    list:\\n      - 1\\n      - cal: 2\\n    driver: x\\n  b: {cal: 3}",
        "devices:\\n  'a':\\n    'cal' : 5\\n | devices:\\n  'a':\\n    'cal' : {n: 1}\\n",
        "devices:\\n  a: &x\\n    driver: y\\n | devices:\\n  a: &x\\n    cal: {n: 1}\\n    driver: y\\n",
        "devices: {a: {}} | ",
        "devices: {b: {driver: x}} | ",
        "devices: 1 | ",
        "{ | ",
      })
  void puts(String text, String expected) {
    assertThat(
            YamlEdit.put(text.replace("\\n", "\n"), List.of("devices", "a"), "cal", "{n: 1}")
                .orElse(null))
        .isEqualTo(expected == null ? null : expected.replace("\\n", "\n"));
  }
}
