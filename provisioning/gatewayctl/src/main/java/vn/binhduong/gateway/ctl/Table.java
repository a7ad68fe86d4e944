package vn.binhduong.gateway.ctl;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Aligned columns. A column whose title begins with `>` is aligned to the right.
final class Table {
  private final List<String> titles;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... titles) {
    this.titles = List.of(titles);
  }

  Table row(String... cells) {
    if (cells.length != titles.size()) {
      throw new IllegalArgumentException(
          "row: expected %d cells, found %d".formatted(titles.size(), cells.length));
    }
    rows.add(Arrays.stream(cells).map(Table::printable).toList());
    return this;
  }

  /// Control characters could play tricks on a terminal.
  private static String printable(String cell) {
    return cell.replaceAll("\\p{Cntrl}", "?");
  }

  void print(PrintWriter out) {
    int[] widths = new int[titles.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = title(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    var head = new ArrayList<String>();
    for (int column = 0; column < widths.length; column++) {
      head.add(title(column));
    }
    print(out, head, widths);
    rows.forEach(row -> print(out, row, widths));
  }

  private String title(int column) {
    return titles.get(column).replaceFirst("^>", "");
  }

  private void print(PrintWriter out, List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      String space = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? "" : "  ");
      line.append(titles.get(column).startsWith(">") ? space + cell : cell + space);
    }
    out.println(line.toString().stripTrailing());
  }
}
