package vn.binhduong.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.config.GatewaySettings;
import vn.binhduong.gateway.control.Answers;
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

  static FrontDesk open(Views views, GatewaySettings settings) {
    return new FrontDesk(control(views, settings), metrics(views, settings));
  }

  private static @Nullable ControlServer control(Views views, GatewaySettings settings) {
    Path socket = settings.control().socketIn(settings.gateway().dataDirectory());
    Map<String, Operation> operations =
        Map.of(
            "status", arguments -> Answers.of(views.status()),
            "devices", arguments -> Answers.of(views.devices()),
            "backlog", arguments -> Answers.of(views.backlog()),
            "read", arguments -> Answers.of(views.read(device(arguments, true))));
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
