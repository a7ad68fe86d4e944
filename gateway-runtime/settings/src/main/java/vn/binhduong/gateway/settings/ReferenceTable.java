package vn.binhduong.gateway.settings;

import java.util.ArrayDeque;
import java.util.Deque;
import vn.binhduong.gateway.driver.Option;

/// Writes the reference in Markdown: a table for each settings record, in the order of the file.
final class ReferenceTable {
  private final Shapes shapes;
  private final Deque<Section> waiting = new ArrayDeque<>();

  ReferenceTable(Shapes shapes) {
    this.shapes = shapes;
  }

  private record Section(String title, String doc, Shape.Group group, String path) {}

  String write(Class<? extends Record> type, String title) {
    var text = new StringBuilder();
    waiting.add(new Section(title, "", shapes.group(type), ""));
    while (!waiting.isEmpty()) {
      section(text, waiting.pop());
    }
    return text.toString();
  }

  private void section(StringBuilder text, Section section) {
    text.append(text.isEmpty() ? "# " : "\n## ").append(section.title).append("\n\n");
    if (!section.doc.isEmpty()) {
      text.append(section.doc).append("\n\n");
    }
    if (section.group.components().isEmpty()) {
      text.append("No settings.\n");
      return;
    }
    text.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    var inner = new ArrayDeque<Section>();
    for (Shape.Declared declared : section.group.components()) {
      row(text, declared);
      follow(inner, declared, KeyPath.below(section.path, declared.key()));
    }
    while (!inner.isEmpty()) {
      waiting.push(inner.removeLast());
    }
  }

  private static void row(StringBuilder text, Shape.Declared declared) {
    Option option = declared.option();
    text.append("| `").append(declared.key()).append("` | ").append(cell(words(declared)));
    text.append(" | ").append(fallback(declared)).append(" | ").append(cell(option.doc()));
    text.append(option.secret() ? " Never shown. |\n" : " |\n");
  }

  private static String words(Shape.Declared declared) {
    return switch (declared.shape()) {
      case Shape.Group group when !declared.isProfile() -> "see below";
      case Shape.Chosen chosen -> "see below, by `" + chosen.sibling() + "`";
      case Shape.MapOf map when inner(map.value()) != null ->
          Words.map(declared.option()) + ", see below";
      case Shape.ListOf list when inner(list.element()) != null ->
          Words.list(declared.option()) + ", see below";
      case Shape shape -> Words.of(shape, declared.option());
    };
  }

  private static String fallback(Shape.Declared declared) {
    if (declared.hasFallback()) {
      return "`" + cell(declared.option().fallback()) + "`";
    }
    return isRequired(declared) ? "**required**" : "";
  }

  private void follow(Deque<Section> inner, Shape.Declared declared, String path) {
    String doc = declared.option().doc();
    switch (declared.shape()) {
      case Shape.Group group -> inner.add(new Section("`" + path + "`", doc, group, path));
      case Shape.MapOf map -> {
        Shape.Group group = inner(map.value());
        if (group != null) {
          String entry = path + ".<name>";
          inner.add(new Section("`" + entry + "`", doc, group, entry));
        }
      }
      case Shape.ListOf list -> {
        Shape.Group group = inner(list.element());
        if (group != null) {
          String element = path + "[n]";
          inner.add(new Section("`" + element + "`", doc, group, element));
        }
      }
      case Shape.Chosen chosen ->
          chosen
              .kinds()
              .forEach(
                  (kind, type) -> {
                    String title = "`%s` for `%s: %s`".formatted(path, chosen.sibling(), kind);
                    inner.add(new Section(title, doc, shapes.group(type), path));
                  });
      case Shape.Value value -> {}
      case Shape.Choice choice -> {}
      case Shape.Isolated isolated -> {}
    }
  }

  private static Shape.@org.jspecify.annotations.Nullable Group inner(Shape shape) {
    return switch (shape) {
      case Shape.Group group -> group;
      case Shape.Isolated isolated -> isolated.group();
      case Shape.Value value -> null;
      case Shape.Choice choice -> null;
      case Shape.ListOf list -> inner(list.element());
      case Shape.MapOf map -> inner(map.value());
      case Shape.Chosen chosen -> null;
    };
  }

  /// Whether a file without this key is refused.
  static boolean isRequired(Shape.Declared declared) {
    Option option = declared.option();
    if (option.optional() || declared.hasFallback()) {
      return false;
    }
    return switch (declared.shape()) {
      case Shape.ListOf list -> !option.min().isEmpty();
      case Shape.MapOf map -> !option.min().isEmpty();
      case Shape.Group group -> declared.isProfile() || needsKeys(group);
      case Shape.Chosen chosen -> false;
      case Shape.Value value -> true;
      case Shape.Choice choice -> true;
      case Shape.Isolated isolated -> true;
    };
  }

  /// Whether a record has keys without which it is refused.
  static boolean needsKeys(Shape.Group group) {
    return group.components().stream().anyMatch(ReferenceTable::isRequired);
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}
