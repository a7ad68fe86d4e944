package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// As far as a test without a CDDL validator goes: every record of the CBOR examples is one of the
/// maps of the CDDL, by its labels, and every rule that is used is defined.
class CddlTest {
  private static final Pattern LABEL = Pattern.compile("(?m)^([a-z]+) +(?:= )(-?[0-9])$");
  private static final Pattern MAP = Pattern.compile("(?m)^([a-z0-9-]+) *= \\{([^}]*)}");
  private static final Pattern FIELD = Pattern.compile("(\\? )?([a-z]+) => ");
  private static final Pattern RULE = Pattern.compile("(?m)^([a-z][a-z0-9-]*) *=");

  private static final Map<String, String> LABELS = new HashMap<>();
  private static final Map<String, Set<String>> REQUIRED = new HashMap<>();
  private static final Map<String, Set<String>> ALLOWED = new HashMap<>();

  @BeforeAll
  static void read() {
    LABEL
        .matcher(ContractSchemas.cddl())
        .results()
        .forEach(r -> LABELS.put(r.group(1), r.group(2)));
    MAP.matcher(ContractSchemas.cddl()).results().forEach(CddlTest::map);
  }

  private static void map(MatchResult map) {
    Set<String> required = new TreeSet<>();
    Set<String> allowed = new TreeSet<>();
    FIELD
        .matcher(map.group(2))
        .results()
        .forEach(
            field -> {
              String label = LABELS.get(field.group(2));
              assertThat(label).as("label " + field.group(2)).isNotNull();
              allowed.add(label);
              if (field.group(1) == null) {
                required.add(label);
              }
            });
    REQUIRED.put(map.group(1), required);
    ALLOWED.put(map.group(1), allowed);
  }

  @Test
  void theLabelsAreThoseOfRfc8428() {
    assertThat(LABELS)
        .isEqualTo(
            Map.of(
                "bver", "-1", "bn", "-2", "bt", "-3", "bu", "-4", "n", "0", "v", "2", "vs", "3",
                "t", "6"));
  }

  @Test
  void everyRecordOfTheExamplesIsOneOfTheMaps() throws IOException {
    for (String name : Examples.messages().keySet()) {
      JsonNode records = new CBORMapper().readTree(GoldenTest.cbor(name));
      boolean events = name.startsWith("event");
      for (int i = 0; i < records.size(); i++) {
        Set<String> labels = new TreeSet<>();
        records.get(i).fieldNames().forEachRemaining(labels::add);
        String[] candidates =
            switch (i) {
              case 0 -> new String[] {events ? "events-head" : "samples-head"};
              case 1 -> new String[] {"s0"};
              case 2 -> new String[] {"s1"};
              case 3 -> new String[] {"clk"};
              default -> events ? new String[] {"event"} : new String[] {"value", "quality", "agg"};
            };
        assertThat(Arrays.stream(candidates).filter(rule -> fits(rule, labels)))
            .as("%s, record %d %s", name, i, labels)
            .isNotEmpty();
      }
    }
  }

  private static boolean fits(String rule, Set<String> labels) {
    Set<String> required = REQUIRED.getOrDefault(rule, Set.of("the rule is missing"));
    return labels.containsAll(required) && ALLOWED.getOrDefault(rule, Set.of()).containsAll(labels);
  }

  @Test
  void everyRuleUsedIsDefined() {
    String text =
        ContractSchemas.cddl().replaceAll("(?m);.*$", "").replaceAll("\"[^\"]*\"", "\"\"");
    Set<String> defined = new TreeSet<>();
    RULE.matcher(text).results().forEach(r -> defined.add(r.group(1)));
    defined.addAll(
        Set.of("int", "uint", "text", "float16", "float32", "float64", "exponent", "mantissa"));
    Set<String> used = new TreeSet<>();
    Pattern.compile("(?<![.#a-z0-9-])[a-z][a-z0-9-]*")
        .matcher(text)
        .results()
        .forEach(r -> used.add(r.group()));
    assertThat(defined).containsAll(used);
  }
}
