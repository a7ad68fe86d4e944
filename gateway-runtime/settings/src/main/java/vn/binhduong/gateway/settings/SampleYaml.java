package vn.binhduong.gateway.settings;

/// Written next.
final class SampleYaml {
  private final Shapes shapes;

  SampleYaml(Shapes shapes) {
    this.shapes = shapes;
  }

  String write(Class<? extends Record> type) {
    return shapes.group(type).toString();
  }
}
