package vn.binhduong.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.change.RefusedException;
import vn.binhduong.gateway.change.Trial;
import vn.binhduong.gateway.config.GatewaySettings;
import vn.binhduong.gateway.control.Answers;
import vn.binhduong.gateway.control.ChangeStatus;
import vn.binhduong.gateway.control.ControlException;
import vn.binhduong.gateway.control.ControlServer;
import vn.binhduong.gateway.control.MetricsServer;
import vn.binhduong.gateway.control.Operation;
import vn.binhduong.gateway.store.Cursor;
import vn.binhduong.gateway.store.Stored;

/// Where people and programs of this machine ask: the control socket and the metrics page. A socket
/// or port that cannot be had is reported, and everything else runs.
final class FrontDesk implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(FrontDesk.class.getName());

  /// How often `tail` looks for new entries, milliseconds.
  private static final long TAIL_MILLIS = 200;

  /// Most entries `tail` takes at once.
  private static final int TAIL_ENTRIES_MAX = 200;

  private final @Nullable ControlServer control;
  private final @Nullable MetricsServer metrics;

  private FrontDesk(@Nullable ControlServer control, @Nullable MetricsServer metrics) {
    this.control = control;
    this.metrics = metrics;
  }

  static FrontDesk open(
      Views views, ChangeWatch changes, CalibrationDesk calibrations, GatewaySettings settings) {
    return new FrontDesk(control(views, changes, calibrations, settings), metrics(views, settings));
  }

  private static @Nullable ControlServer control(
      Views views, ChangeWatch changes, CalibrationDesk calibrations, GatewaySettings settings) {
    Path socket = settings.control().socketIn(settings.gateway().dataDirectory());
    Map<String, Operation> operations = new HashMap<>(calibration(views, changes, calibrations));
    operations.putAll(
        Map.of(
            "status", arguments -> Answers.of(views.status()),
            "devices", arguments -> Answers.of(views.devices()),
            "backlog", arguments -> Answers.of(views.backlog()),
            "read", arguments -> Answers.of(views.read(device(arguments, true))),
            "config", arguments -> Answers.of(status(views, changes)),
            "config-apply",
                arguments ->
                    change(
                        views,
                        changes,
                        () -> changes.offer(text(arguments), by(arguments), deadline(arguments))),
            "config-confirm",
                arguments -> change(views, changes, () -> changes.confirm(by(arguments))),
            "config-revert",
                arguments -> change(views, changes, () -> changes.revert(by(arguments)))));
    Map<String, Operation.Streaming> streams =
        Map.of("tail", (arguments, out) -> tail(views, device(arguments, false), out));
    try {
      Path directory = socket.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      return ControlServer.open(socket, operations, streams);
    } catch (IOException e) {
      LOG.log(Level.ERROR, "control: gatewayctl cannot reach this gateway: {0}", e.getMessage());
      views
          .health()
          .set(
              "control",
              vn.binhduong.gateway.health.HealthState.UNAVAILABLE,
              String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Map<String, Operation> calibration(
      Views views, ChangeWatch changes, CalibrationDesk desk) {
    return Map.of(
        "calibrations", arguments -> Answers.of(desk.all()),
        "calibrate-begin", arguments -> Answers.of(desk.begin(arguments)),
        "calibrate-end", arguments -> Answers.of(desk.end(arguments)),
        "calibrate-shown", arguments -> Answers.of(desk.shown(arguments)),
        "calibrate-point", arguments -> Answers.of(desk.point(arguments)),
        "calibrate-finish",
            arguments -> change(views, changes, () -> desk.finish(arguments, deadline(arguments))));
  }

  private static @Nullable MetricsServer metrics(Views views, GatewaySettings settings) {
    if (settings.metrics().port() == 0) {
      return null;
    }
    try {
      return MetricsServer.open(
          settings.metrics().address(), settings.metrics().port(), Figures.of(views));
    } catch (IOException e) {
      LOG.log(Level.ERROR, "metrics: no page: {0}", e.getMessage());
      views
          .health()
          .set(
              "metrics",
              vn.binhduong.gateway.health.HealthState.UNAVAILABLE,
              String.valueOf(e.getMessage()));
      return null;
    }
  }

  /// Something that the configuration on trial may be against.
  @FunctionalInterface
  private interface Step {
    void take() throws RefusedException, ControlException;
  }

  private static JsonNode change(Views views, ChangeWatch changes, Step step)
      throws ControlException {
    try {
      step.take();
    } catch (RefusedException e) {
      throw new ControlException(String.join("\n", e.problems()));
    }
    return Answers.of(status(views, changes));
  }

  private static ChangeStatus status(Views views, ChangeWatch changes) {
    return changes.status(Duration.ofMillis(views.uptimeMillis()));
  }

  private static String text(JsonNode arguments) throws ControlException {
    String text = arguments.path("yaml").asText("");
    if (text.isBlank()) {
      throw new ControlException("yaml: expected the text of a configuration, found nothing");
    }
    return text;
  }

  private static String by(JsonNode arguments) {
    return arguments.path("by").asText("gatewayctl");
  }

  private static Duration deadline(JsonNode arguments) throws ControlException {
    Duration deadline = Duration.ofSeconds(arguments.path("deadlineSeconds").asLong());
    if (deadline.compareTo(Trial.DEADLINE_MIN) < 0 || deadline.compareTo(Trial.DEADLINE_MAX) > 0) {
      throw new ControlException(
          "deadline: expected %d to %d s, found %d s"
              .formatted(
                  Trial.DEADLINE_MIN.toSeconds(),
                  Trial.DEADLINE_MAX.toSeconds(),
                  deadline.toSeconds()));
    }
    return deadline;
  }

  private static String device(JsonNode arguments, boolean required) throws ControlException {
    String device = arguments.path("device").asText("");
    if (required && device.isEmpty()) {
      throw new ControlException("device: expected the id of a device, found nothing");
    }
    return device;
  }

  private static void tail(Views views, String device, Operation.Out out)
      throws InterruptedException {
    Predicate<String> wanted = device.isEmpty() ? any -> true : device::equals;
    Cursor cursor = views.store().cursor(views.store().head(), wanted);
    while (true) {
      List<Stored> entries = cursor.next(TAIL_ENTRIES_MAX);
      for (Stored entry : entries) {
        out.put(Answers.of(views.line(entry)));
      }
      if (entries.isEmpty()) {
        Thread.sleep(TAIL_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    if (control != null) {
      control.close();
    }
    if (metrics != null) {
      metrics.close();
    }
  }
}
