package vn.binhduong.gateway;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import vn.binhduong.gateway.health.HealthChange;
import vn.binhduong.gateway.health.HealthState;

/// Writes each change of state of a device, link or catalogue of a device into the log, so that
/// whoever starts a gateway in a terminal sees what does not answer. Store and uplink log for
/// themselves.
///
/// Thread-safe. One line for each change: what stays as it is, is not repeated.
final class HealthLog implements Consumer<HealthChange> {
  private static final List<String> TOLD = List.of("device/", "link/", "catalogue/");

  private final System.Logger log;

  HealthLog() {
    this(System.getLogger(HealthLog.class.getName()));
  }

  HealthLog(System.Logger log) {
    this.log = log;
  }

  @Override
  public void accept(HealthChange change) {
    String component = change.to().component();
    if (TOLD.stream().noneMatch(component::startsWith)) {
      return;
    }
    HealthState to = change.to().state();
    String message = change.to().message();
    log.log(
        switch (to) {
          case STARTING, OK, CLOSED -> Level.INFO;
          case DEGRADED, UNAVAILABLE, MISCONFIGURED, STUCK -> Level.WARNING;
        },
        "{0}: {1} -> {2}{3}",
        component,
        change.from(),
        to,
        message.isEmpty() ? "" : ": " + message);
  }
}
