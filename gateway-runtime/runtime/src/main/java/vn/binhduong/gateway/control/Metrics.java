package vn.binhduong.gateway.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The figures of the metrics page, asked for when the page is read, in the OpenMetrics 1.0 text
/// format. Thread-safe.
///
/// A writer of our own and no library: every figure is counted where it arises, so all that is
/// needed is to ask and to print.
public final class Metrics {
  /// Content type of the page.
  public static final String CONTENT_TYPE =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final int POINTS_MAX = 2048;
  private static final System.Logger LOG = System.getLogger(Metrics.class.getName());

  private final List<Family> families = new CopyOnWriteArrayList<>();

  /// One figure with its labels.
  ///
  /// @param labels by name; may be empty
  /// @param value any number
  public record Point(Map<String, String> labels, double value) {
    /// A figure without labels.
    public static Point of(double value) {
      return new Point(Map.of(), value);
    }
  }

  private enum Kind {
    GAUGE("gauge", ""),
    COUNTER("counter", "_total");

    final String type;
    final String suffix;

    Kind(String type, String suffix) {
      this.type = type;
      this.suffix = suffix;
    }
  }

  private record Family(Kind kind, String name, String help, Supplier<List<Point>> points) {}

  /// Adds a figure that goes up and down.
  ///
  /// @param name ends with its unit, such as `gateway_store_bytes`
  public void gauge(String name, String help, Supplier<? extends Number> value) {
    gauges(name, help, () -> List.of(Point.of(value.get().doubleValue())));
  }

  /// Adds figures that go up and down, one for each set of labels.
  public void gauges(String name, String help, Supplier<List<Point>> points) {
    add(new Family(Kind.GAUGE, name, help, points));
  }

  /// Adds a figure that only grows; printed with the suffix `_total`.
  public void counter(String name, String help, Supplier<? extends Number> value) {
    counters(name, help, () -> List.of(Point.of(value.get().doubleValue())));
  }

  /// Adds figures that only grow, one for each set of labels; printed with the suffix `_total`.
  public void counters(String name, String help, Supplier<List<Point>> points) {
    add(new Family(Kind.COUNTER, name, help, points));
  }

  private void add(Family family) {
    if (!NAME.matcher(family.name).matches() || family.name.endsWith("_total")) {
      throw new IllegalArgumentException(
          "metric: expected a name of a-z 0-9 _ without the suffix _total, found " + family.name);
    }
    if (families.stream().anyMatch(known -> known.name.equals(family.name))) {
      throw new IllegalArgumentException("metric " + family.name + " is declared twice");
    }
    families.add(family);
  }

  /// The page. A figure that cannot be had is left out.
  public String page() {
    var page = new StringBuilder(8192);
    for (Family family : families) {
      List<Point> points;
      try {
        points = new ArrayList<>(family.points.get());
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "metrics: " + family.name + " cannot be had", e);
        continue;
      }
      page.append("# TYPE ").append(family.name).append(' ').append(family.kind.type).append('\n');
      page.append("# HELP ").append(family.name).append(' ').append(escaped(family.help));
      page.append('\n');
      for (Point point : points.subList(0, Math.min(points.size(), POINTS_MAX))) {
        page.append(family.name).append(family.kind.suffix);
        labels(page, point.labels);
        page.append(' ').append(number(point.value)).append('\n');
      }
    }
    return page.append("# EOF\n").toString();
  }

  private static void labels(StringBuilder page, Map<String, String> labels) {
    if (labels.isEmpty()) {
      return;
    }
    char before = '{';
    for (var label : new java.util.TreeMap<>(labels).entrySet()) {
      page.append(before).append(label.getKey()).append("=\"");
      page.append(escaped(label.getValue())).append('"');
      before = ',';
    }
    page.append('}');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
