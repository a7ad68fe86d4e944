package vn.binhduong.gateway.ctl;

import java.io.PrintWriter;
import java.util.Locale;

/// Labelled lines: the label in a column of its own.
record Lines(PrintWriter out) {
  void put(String label, String form, Object... arguments) {
    String text = String.format(Locale.ROOT, form, arguments).replaceAll("\\p{Cntrl}", "?");
    out.println(String.format(Locale.ROOT, "%-9s %s", label, text).stripTrailing());
  }

  void putIf(String label, String text) {
    if (!text.isEmpty()) {
      put(label, "%s", text);
    }
  }
}
