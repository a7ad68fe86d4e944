package vn.binhduong.gateway.settings;

import java.util.ArrayList;
import java.util.List;
import vn.binhduong.gateway.driver.Option;

/// Writes a sample file that reads back without mistakes: every key with its documentation; keys
/// that may be left out and have no default stand there as comments.
final class SampleYaml {
  private static final int COLUMNS = 100;

  private final Shapes shapes;

  SampleYaml(Shapes shapes) {
    this.shapes = shapes;
  }

  String write(Class<? extends Record> type) {
    return String.join("\n", group(shapes.group(type), 0)) + "\n";
  }

  private List<String> group(Shape.Group group, int depth) {
    var lines = new ArrayList<String>();
    for (Shape.Declared declared : group.components()) {
      if (depth == 0 && !lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(comment(declared, depth));
      List<String> body = body(group, declared, depth);
      boolean live = declared.hasFallback() || !declared.option().optional();
      body.forEach(line -> lines.add(live ? line : commented(line, depth)));
    }
    return lines;
  }

  private static String commented(String line, int depth) {
    String indent = "  ".repeat(depth);
    return line.startsWith(indent) ? indent + "# " + line.substring(indent.length()) : "# " + line;
  }

  private static List<String> comment(Shape.Declared declared, int depth) {
    String words =
        switch (declared.shape()) {
          case Shape.Value value ->
              " Expects " + Words.of(declared.shape(), declared.option()) + ".";
          case Shape.Choice choice -> " Expects " + Words.of(choice, declared.option()) + ".";
          case Shape.Group group when declared.isProfile() ->
              " Expects " + Words.of(group, declared.option()) + ".";
          default -> "";
        };
    String required = !words.isEmpty() && ReferenceTable.isRequired(declared) ? " Required." : "";
    var lines = new ArrayList<String>();
    String start = "  ".repeat(depth) + "#";
    var line = new StringBuilder(start);
    for (String word : (declared.option().doc() + words + required).split(" ", -1)) {
      if (line.length() + 1 + word.length() > COLUMNS) {
        lines.add(line.toString());
        line = new StringBuilder(start);
      }
      line.append(' ').append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private List<String> body(Shape.Group owner, Shape.Declared declared, int depth) {
    String start = "  ".repeat(depth) + declared.key() + ":";
    return switch (declared.shape()) {
      case Shape.Group group when !declared.isProfile() -> block(start, group(group, depth + 1));
      case Shape.MapOf map when map.value() instanceof Shape.Isolated(Shape.Group group) ->
          entry(start, declared.option(), group, depth);
      case Shape.MapOf map when map.value() instanceof Shape.Group group ->
          entry(start, declared.option(), group, depth);
      case Shape.MapOf map -> List.of(start + " " + given(declared, "{}"));
      case Shape.ListOf list -> List.of(start + " " + given(declared, "[]"));
      case Shape.Chosen chosen -> {
        Class<? extends Record> type = chosen.kinds().get(exampleOf(owner, chosen.sibling()));
        yield type == null
            ? List.of(start + " {}")
            : block(start, group(shapes.group(type), depth + 1));
      }
      case Shape shape -> List.of(start + " " + given(declared, placeholder(declared)));
    };
  }

  private List<String> entry(String start, Option option, Shape.Group group, int depth) {
    String name = option.example().isEmpty() ? "example" : option.example();
    return block(start, block("  ".repeat(depth + 1) + name + ":", group(group, depth + 2)));
  }

  private static List<String> block(String start, List<String> body) {
    boolean empty = body.stream().allMatch(line -> line.stripLeading().startsWith("#"));
    var lines = new ArrayList<String>();
    lines.add(empty ? start + " {}" : start);
    lines.addAll(body);
    return lines;
  }

  private static String exampleOf(Shape.Group owner, String key) {
    return owner.components().stream()
        .filter(declared -> declared.key().equals(key))
        .map(declared -> declared.option().example())
        .findFirst()
        .orElse("");
  }

  private static String given(Shape.Declared declared, String otherwise) {
    Option option = declared.option();
    if (!option.example().isEmpty()) {
      return option.example();
    }
    return declared.hasFallback() ? option.fallback() : otherwise;
  }

  private static String placeholder(Shape.Declared declared) {
    Option option = declared.option();
    return switch (declared.shape()) {
      case Shape.Choice choice -> choice.names().getFirst();
      case Shape.Value value when !option.min().isEmpty() && value.type() != ScalarType.STRING ->
          option.min();
      case Shape.Value(ScalarType type) ->
          switch (type) {
            case BOOLEAN -> "false";
            case INT, LONG, DOUBLE -> "0";
            case DURATION -> "1s";
            case STRING -> "...";
            case PATH -> "/path";
            case URI_REFERENCE -> "mqtts://host:8883";
          };
      case Shape shape -> "...";
    };
  }
}
