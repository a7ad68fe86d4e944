package vn.binhduong.gateway.management.objects;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.leshan.core.model.ObjectModel;
import org.eclipse.leshan.core.model.ResourceModel;

/// Writes `docs/device-management-objects.md`: of every object and resource the meaning and unit,
/// from its model, and the source, from its table.
final class ObjectsPage {
  private static final String HEAD =
      """
      # Managed objects

      What a management server sees of a gateway over LwM2M. Made from the declarations in
      `management/objects`; a test compares this page with them. The models, as OMA DDF files for a server, stand in
      `gateway-runtime/runtime/src/main/resources/vn/binhduong/gateway/management/objects/models`; those of 4, 6 and 7
      come with every server.

      - A resource without a value is not there: reading it answers 4.04, discovering leaves it out, and reading its
        instance skips it. Nothing is zero because it is unknown. That holds for mandatory resources too.
      - A sensor value is there while its quality has one and its device answers. A bad reading has no value; the quality
        resources say so, and the time says when it was tried.
      - A resource that this gateway does not have stands below with the reason.
      - Instances come and go with what is configured. What an instance stands for keeps its id over restarts.
      - Writing what cannot be written answers 4.05, although the standard may allow it. No server can create or delete an
        instance.
      - Telemetry does not depend on any of this: samples travel over MQTT, numbered and complete. Here are last values,
        for looking at a gateway.

      ## Which channel is which resource

      | channel | unit | object | resource | factor |
      |---|---|---|---|---|
      """;

  private ObjectsPage() {}

  static String text() {
    var text = new StringBuilder(HEAD);
    for (SensorMap.Row row : SensorMap.ROWS) {
      ObjectModel model = model(row.object());
      text.append(
          "| %s | %s | %d %s | %d %s | %s |\n"
              .formatted(
                  row.channels().contains("*")
                      ? "any"
                      : row.channels().stream()
                          .sorted()
                          .map(name -> "`" + name + "`")
                          .collect(Collectors.joining(", ")),
                  row.unit().symbol(),
                  row.object(),
                  model.name,
                  row.resource(),
                  Objects.requireNonNull(model.resources.get(row.resource())).name,
                  row.factor() == 1 ? "" : String.format(Locale.ROOT, "%.6f", row.factor())));
    }
    section(text, "Sensors", SensorTables.ALL);
    section(text, "This gateway", GatewayTables.ALL);
    section(text, "Machine and program", StandardTables.ALL);
    section(text, "Updates, driver packs, broker", software());
    return text.toString();
  }

  /// What no other section has, so that no object is missing on the page.
  private static List<? extends ObjectTable<?>> software() {
    return GatewayObjects.tables().stream()
        .filter(table -> !SensorTables.ALL.contains(table))
        .filter(table -> !GatewayTables.ALL.contains(table))
        .filter(table -> !StandardTables.ALL.contains(table))
        .toList();
  }

  private static ObjectModel model(int object) {
    return Servers.MODEL.getObjectModel(object);
  }

  private static void section(
      StringBuilder text, String title, List<? extends ObjectTable<?>> tables) {
    text.append("\n## ").append(title).append('\n');
    tables.forEach(table -> object(text, table));
  }

  private static void object(StringBuilder text, ObjectTable<?> table) {
    ObjectModel model = model(table.object());
    text.append("\n### %d %s, version %s\n\n".formatted(model.id, model.name, model.version));
    text.append(table.about()).append("\n\n");
    text.append(
        "| id | resource | | type | unit | meaning | source |\n|---|---|---|---|---|---|---|\n");
    Map<Integer, Resource<?>> byId = new TreeMap<>();
    table.resources().forEach(resource -> byId.put(resource.id(), resource));
    byId.forEach(
        (id, resource) -> {
          if (!(resource instanceof Resource.Absent<?>)) {
            row(text, Objects.requireNonNull(model.resources.get(id)), resource);
          }
        });
    Map<String, List<String>> absent = new TreeMap<>();
    byId.forEach(
        (id, resource) -> {
          if (resource instanceof Resource.Absent<?>) {
            absent
                .computeIfAbsent(resource.source(), why -> new java.util.ArrayList<>())
                .add("%d %s".formatted(id, Objects.requireNonNull(model.resources.get(id)).name));
          }
        });
    if (!absent.isEmpty()) {
      text.append('\n');
      absent.forEach(
          (why, names) ->
              text.append("Not there: %s (%s).\n".formatted(String.join(", ", names), why)));
    }
  }

  private static void row(StringBuilder text, ResourceModel model, Resource<?> resource) {
    text.append(
        "| %d | %s | %s | %s | %s | %s | %s |\n"
            .formatted(
                model.id,
                model.name,
                operations(model, resource),
                model.operations.isExecutable()
                    ? ""
                    : model.type.name().toLowerCase(Locale.ROOT) + (model.multiple ? "s" : ""),
                model.units == null ? "" : model.units,
                cell(model.description),
                cell(resource.source())));
  }

  private static String operations(ResourceModel model, Resource<?> resource) {
    boolean written = resource instanceof Resource.Valued<?> r && r.write() != null;
    return resource instanceof Resource.Executable<?>
        ? "E"
        : (model.operations.isReadable() ? "R" : "") + (written ? "W" : "");
  }

  private static String cell(String text) {
    return text == null ? "" : text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
