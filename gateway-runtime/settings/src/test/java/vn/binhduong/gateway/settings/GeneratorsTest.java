package vn.binhduong.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The sample file, the reference and the schema come from the declarations alone.
class GeneratorsTest {
  @Test
  void theSampleShowsEveryKeyAndReadsBackAsTheDefaults() {
    String sample = Examples.settings().sample(Examples.Scalars.class);
    assertThat(sample)
        .contains("# Modbus unit. Expects a whole number from 1 to 247.\nunit-id: 1\n")
        .contains("# Password. Expects text of at least 4 characters.\n# password: ...\n");
    assertThat(
            Examples.settings()
                .read(new YamlText("sample", sample), Examples.Scalars.class)
                .orThrow())
        .isEqualTo(Settings.standard().defaults(Examples.Scalars.class));
  }

  @Test
  void theReferenceHasATableForEachRecordAndKind() {
    assertThat(Examples.settings().reference(Examples.Site.class, "Settings"))
        .startsWith("# Settings\n\n| key | value | default | meaning |\n")
        .contains("## `basics`")
        .contains("| `unit-id` | a whole number from 1 to 247 | `1` | Modbus unit. |")
        .contains("| `password` | text of at least 4 characters |  | Password. Never shown. |")
        .contains("## `devices.<name>`")
        .contains("## `devices.<name>.settings` for `driver: modbus`")
        .contains("| `unit-id` | a whole number from 1 to 247 | **required** | Modbus unit. |")
        .contains("## `devices.<name>.settings.profile.registers[n]`")
        .contains("## `devices.<name>.settings` for `driver: simulated`");
  }

  @Test
  void theSchemaKnowsKindsRangesAndRequiredKeys() {
    assertThat(Examples.settings().schema(Examples.Device.class, "Device").replaceAll("\\s+", " "))
        .contains("\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"")
        .contains("\"enum\": [\"modbus\", \"simulated\"]")
        .contains("\"required\": [\"driver\"]")
        .contains("\"minimum\": 1, \"maximum\": 247")
        .contains("\"additionalProperties\": false");
  }
}
