package vn.binhduong.gateway.ctl;

import java.io.PrintWriter;
import java.util.Locale;

/// Labelled lines: the label in a column of its own.
record Lines(PrintWriter out) {
  void put(String label, String text) {
    String line = String.format(Locale.ROOT, "%-9s %s", label, text.replaceAll("\\p{Cntrl}", "?"));
    out.println(line.stripTrailing());
  }

  void putIf(String label, String text) {
    if (!text.isEmpty()) {
      put(label, text);
    }
  }
}
