package vn.binhduong.gateway.settings;

/// Written next.
final class JsonSchema {
  private final Shapes shapes;

  JsonSchema(Shapes shapes) {
    this.shapes = shapes;
  }

  String write(Class<? extends Record> type, String title) {
    return shapes.group(type).toString();
  }
}
