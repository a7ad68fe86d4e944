package vn.binhduong.gateway;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import vn.binhduong.gateway.control.Metrics;
import vn.binhduong.gateway.control.Metrics.Point;
import vn.binhduong.gateway.health.ComponentHealth;

/// The metrics page: every figure, where it is counted. Names end with their unit.
final class Figures {
  private Figures() {}

  static Metrics of(Views views) {
    var metrics = new Metrics();
    metrics.gauge(
        "gateway_uptime_seconds",
        "Since the process started.",
        () -> views.uptimeMillis() / 1000.0);
    store(metrics, views);
    uplink(metrics, views);
    health(metrics, views);
    return metrics;
  }

  private static void store(Metrics metrics, Views views) {
    metrics.counter(
        "gateway_store_commits", "Blocks committed.", () -> views.store().figures().commits());
    metrics.counter(
        "gateway_store_entries",
        "Samples and events committed.",
        () -> views.store().figures().entries());
    metrics.gauge(
        "gateway_store_longest_commit_seconds",
        "Longest time from a commit being due to its being durable, the one under way included; with the commit interval the most a power cut can take.",
        () -> views.store().figures().longestCommitMillis() / 1000.0);
    metrics.gauge(
        "gateway_store_bytes",
        "All files of the store.",
        () -> views.store().figures().storeBytes());
    metrics.gauge(
        "gateway_store_queue_bytes",
        "Waiting for the next commit.",
        () -> views.store().figures().queueBytes());
    metrics.gauge(
        "gateway_store_backlog_entries",
        "Not yet delivered.",
        () -> views.store().figures().backlog());
    metrics.counter(
        "gateway_store_overruns",
        "Entries refused because the queue was full.",
        () -> views.store().figures().overruns());
    metrics.gauge(
        "gateway_store_trouble",
        "1 while the store cannot write.",
        () -> views.store().figures().trouble().isPresent() ? 1 : 0);
  }

  private static void uplink(Metrics metrics, Views views) {
    metrics.gauge(
        "gateway_uplink_online",
        "1 while connected to the broker.",
        () -> views.uplinkFigures().onlineMillis().isPresent() ? 1 : 0);
    metrics.gauge(
        "gateway_uplink_in_flight_messages",
        "Sent and not acknowledged.",
        () -> views.uplinkFigures().inFlight());
    metrics.counter(
        "gateway_uplink_messages_sent",
        "Messages published, of every class.",
        () -> views.uplinkFigures().messagesSent());
    metrics.counter(
        "gateway_uplink_messages_acknowledged",
        "Messages acknowledged with success.",
        () -> views.uplinkFigures().messagesAcked());
    metrics.counter(
        "gateway_uplink_samples_acknowledged",
        "Samples and events acknowledged with success.",
        () -> views.uplinkFigures().samplesAcked());
    metrics.counter(
        "gateway_uplink_bytes", "Bytes published.", () -> views.uplinkFigures().bytesSent());
    metrics.gauge(
        "gateway_uplink_drain_seconds",
        "Until the backlog is gone, estimated; NaN when it does not shrink or is not known yet.",
        () -> {
          var millis = views.uplinkFigures().drain().millis();
          return millis.isPresent() ? millis.getAsLong() / 1000.0 : Double.NaN;
        });
    metrics.gauges(
        "gateway_uplink_month_bytes",
        "Of a metered link: what it may carry in a month and what it has carried.",
        () ->
            views.uplinkFigures().month().stream()
                .flatMap(
                    month ->
                        Stream.of(
                            new Point(Map.of("of", "budget"), month.budgetBytes()),
                            new Point(Map.of("of", "used"), month.usedBytes())))
                .toList());
    metrics.gauge(
        "gateway_uplink_month_paused",
        "1 while backlog is held back for the budget of the month.",
        () ->
            views.uplinkFigures().month().filter(month -> !month.hindrance().isEmpty()).isPresent()
                ? 1
                : 0);
    metrics.counter(
        "gateway_uplink_unheard",
        "Messages the broker took although nobody listens.",
        () -> views.uplinkFigures().unheard());
    metrics.counter(
        "gateway_uplink_refusals",
        "Messages the broker refused.",
        () -> views.uplinkFigures().refusals());
    metrics.counter(
        "gateway_uplink_quarantined",
        "Samples given up with a gap record.",
        () -> views.uplinkFigures().quarantined());
    metrics.counter(
        "gateway_uplink_connects", "Connections made.", () -> views.uplinkFigures().connects());
  }

  private static void health(Metrics metrics, Views views) {
    metrics.gauges(
        "gateway_component_state",
        "1 for the state each component is in.",
        () ->
            views.health().snapshot().stream()
                .map(
                    c ->
                        new Point(Map.of("component", c.component(), "state", c.state().name()), 1))
                .toList());
    metrics.counters(
        "gateway_polls",
        "Attempts to read a device.",
        () -> perComponent(views, ComponentHealth::polls));
    metrics.counters(
        "gateway_poll_failures",
        "Attempts that failed.",
        () -> perComponent(views, ComponentHealth::failures));
    metrics.counters(
        "gateway_polls_missed",
        "Scheduled attempts that were skipped.",
        () -> perComponent(views, ComponentHealth::missed));
    metrics.counters(
        "gateway_samples",
        "Samples given on by acquisition.",
        () -> perComponent(views, ComponentHealth::samples));
  }

  private static List<Point> perComponent(Views views, ToDoubleFunction<ComponentHealth> figure) {
    return views.health().snapshot().stream()
        .filter(c -> c.component().startsWith("device/"))
        .map(
            c ->
                new Point(
                    Map.of("device", c.component().substring("device/".length())),
                    figure.applyAsDouble(c)))
        .toList();
  }
}
