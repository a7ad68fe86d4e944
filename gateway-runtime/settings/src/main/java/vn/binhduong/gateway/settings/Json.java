package vn.binhduong.gateway.settings;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Prints maps, lists, text, numbers and booleans as indented JSON.
final class Json {
  private Json() {}

  static String write(Map<String, ?> object) {
    var text = new StringBuilder();
    write(text, object, "");
    return text.append('\n').toString();
  }

  private static void write(StringBuilder text, Object value, String indent) {
    switch (value) {
      case Map<?, ?> object -> {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = object.entrySet().iterator();
        while (entries.hasNext()) {
          Map.Entry<?, ?> entry = entries.next();
          text.append('\n').append(indent).append("  ");
          string(text, String.valueOf(entry.getKey()));
          text.append(": ");
          write(text, entry.getValue(), indent + "  ");
          text.append(entries.hasNext() ? "," : "\n" + indent);
        }
        text.append('}');
      }
      case List<?> list -> {
        text.append('[');
        Iterator<?> elements = list.iterator();
        while (elements.hasNext()) {
          write(text, elements.next(), indent + "  ");
          text.append(elements.hasNext() ? ", " : "");
        }
        text.append(']');
      }
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> string(text, value.toString());
    }
  }

  private static void string(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        default -> text.append(c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
      }
    }
    text.append('"');
  }
}
