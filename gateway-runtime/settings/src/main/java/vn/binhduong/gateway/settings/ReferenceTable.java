package vn.binhduong.gateway.settings;

/// Written next.
final class ReferenceTable {
  private final Shapes shapes;

  ReferenceTable(Shapes shapes) {
    this.shapes = shapes;
  }

  String write(Class<? extends Record> type, String title) {
    return shapes.group(type).toString();
  }
}
