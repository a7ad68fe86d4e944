package vn.binhduong.gateway.ioc.standin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws a [Scene]: as a screen of at most width times height, or as plain lines for a pipe. Pure.
///
/// @param width columns, at least 40
/// @param height rows, at least 12
/// @param colours whether ANSI colours are used
record View(int width, int height, boolean colours) {
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String RESET = "\u001b[0m";
  private static final Duration STALE = Duration.ofSeconds(5);
  private static final int NEWS_MIN = 3;
  private static final int TOLD_LINES_MAX = 2;
  private static final String INDENT = "    ";
  private static final String KEYS =
      "c cut  r restore  k kill  u unplug  g/b config  n/x version (good/bad)  q quit";

  View {
    width = Math.max(40, width);
    height = Math.max(12, height);
  }

  /// The screen: no line is longer than the width, and there are at most `height` of them.
  List<String> screen(Scene scene) {
    List<String> lines = new ArrayList<>();
    lines.add(
        paint(
            BOLD,
            cut(
                "street corner -> gateway -> IOC     %s   seed %d"
                    .formatted(clock(scene.elapsed()), scene.seed()))));
    lines.add(
        paint(scene.linkUp() ? GREEN : RED, scene.linkUp() ? "link up " : "link CUT")
            + cutTo(
                "   gateway %s%s"
                    .formatted(scene.gateway(), scene.online() ? ", online" : ", offline"),
                width - 8));
    lines.add(
        paint(
            scene.waiting() > 50 ? YELLOW : "",
            cut(
                "waiting in the gateway %d%s   arriving %s rows/s, %s kB/s"
                    .formatted(
                        scene.waiting(),
                        scene.backlog() < 0 ? "" : " (its backlog %d)".formatted(scene.backlog()),
                        decimal(scene.rowsPerSecond()),
                        decimal(scene.bytesPerSecond() / 1000)))));
    lines.add(
        paint(
            scene.messagesInvalid() > 0 ? RED : "",
            cut(
                "messages checked against the schemas: %d valid, %d not"
                    .formatted(scene.messagesValid(), scene.messagesInvalid()))));
    lines.add(
        paint(scene.managed().registered() ? GREEN : YELLOW, "management")
            + cutTo(" " + management(scene.managed()), width - 10));
    int told = height - lines.size() - scene.devices().size() - NEWS_MIN - 4;
    wrapped(scene.managed().values()).stream()
        .limit(Math.clamp(told, 0, TOLD_LINES_MAX))
        .forEach(lines::add);
    lines.add("");
    lines.add(paint(DIM, cut(HEADER)));
    int detail = height - lines.size() - scene.devices().size() - NEWS_MIN - 2;
    for (Scene.DeviceLine device : scene.devices()) {
      lines.add(line(device));
      if (detail > 0 && !device.values().isEmpty()) {
        lines.add(cut(INDENT + values(device.values())));
        detail--;
      }
    }
    lines.add("");
    int room = Math.max(0, height - lines.size() - (scene.keys() ? 1 : 0));
    List<String> news = scene.news();
    news.subList(Math.max(0, news.size() - room), news.size()).forEach(n -> lines.add(cut(n)));
    if (scene.keys()) {
      lines.add(paint(DIM, cut(KEYS)));
    }
    return List.copyOf(lines.subList(0, Math.min(height, lines.size())));
  }

  private static final String HEADER =
      "%-9s %7s %8s %8s %8s %6s %6s"
          .formatted("device", "age", "number", "rows", "missing", "dupl.", "late");

  private String line(Scene.DeviceLine device) {
    boolean stale = device.age().compareTo(STALE) > 0 || device.age().isNegative();
    String text =
        "%-9s %7s %8d %8d %8d %6d %6d%s"
            .formatted(
                device.device(),
                device.age().isNegative() ? "-" : seconds(device.age()),
                device.last(),
                device.received(),
                device.missing(),
                device.duplicates(),
                device.late(),
                device.unplugged() ? "  unplugged" : "");
    return paint(device.missing() > 0 ? YELLOW : stale ? DIM : "", cut(text));
  }

  /// For a pipe: one line about the whole, one of the management and one for each device.
  List<String> plain(Scene scene) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s link %s, gateway %s, %s; waiting %d, arriving %s rows/s, %s kB/s; %d messages valid, %d not"
            .formatted(
                clock(scene.elapsed()),
                scene.linkUp() ? "up" : "CUT",
                scene.gateway(),
                scene.online() ? "online" : "offline",
                scene.waiting(),
                decimal(scene.rowsPerSecond()),
                decimal(scene.bytesPerSecond() / 1000),
                scene.messagesValid(),
                scene.messagesInvalid()));
    List<String> told = new ArrayList<>(List.of("management " + management(scene.managed())));
    told.addAll(scene.managed().values());
    lines.add("         " + String.join("  ", told));
    for (Scene.DeviceLine device : scene.devices()) {
      lines.add(
          "         %-8s #%-6d age %6s  missing %d  %s%s"
              .formatted(
                  device.device(),
                  device.last(),
                  device.age().isNegative() ? "-" : seconds(device.age()),
                  device.missing(),
                  values(device.values()),
                  device.unplugged() ? "  unplugged" : ""));
    }
    return lines;
  }

  private static String management(Managed managed) {
    if (!managed.registered()) {
      return managed.registrations() == 0 ? "not registered yet" : "not registered any more";
    }
    return "registered%s since %s, %d objects, %d notifications"
        .formatted(
            managed.registrations() > 1 ? " again" : "",
            clock(managed.since()),
            managed.objects(),
            managed.notifications());
  }

  /// Lines of whole texts, indented.
  private List<String> wrapped(List<String> texts) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String text : texts) {
      if (!line.isEmpty() && line.length() + 2 + text.length() > width) {
        lines.add(cut(line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? INDENT : "  ").append(text);
    }
    if (!line.isEmpty()) {
      lines.add(cut(line.toString()));
    }
    return lines;
  }

  private static String values(List<Scene.Value> values) {
    List<String> texts = new ArrayList<>();
    for (Scene.Value value : values) {
      String shown = Double.isNaN(value.value()) ? "--" : decimal(value.value());
      String unit = value.unit().isEmpty() || value.unit().equals("/") ? "" : " " + value.unit();
      String quality = value.quality().isEmpty() ? "" : " [" + value.quality() + "]";
      texts.add(value.channel() + " " + shown + unit + quality);
    }
    return String.join("  ", texts);
  }

  static String clock(Duration elapsed) {
    return "%02d:%02d:%02d"
        .formatted(elapsed.toHours(), elapsed.toMinutesPart(), elapsed.toSecondsPart());
  }

  private static String seconds(Duration age) {
    return String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1000.0);
  }

  /// At most two decimals, without trailing zeros.
  static String decimal(double value) {
    return BigDecimal.valueOf(value)
        .setScale(2, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private String cut(String text) {
    return cutTo(text, width);
  }

  private static String cutTo(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, columns - 1) + "…";
  }

  private String paint(String colour, String text) {
    return colours && !colour.isEmpty() ? colour + text + RESET : text;
  }
}
