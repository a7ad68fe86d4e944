package vn.binhduong.gateway.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.GatewayEvent;
import vn.binhduong.gateway.contract.GatewayEvent.Severity;

/// The alarm `store.retention`: it begins when the history that must be kept cannot be kept (see
/// [Horizon]), is told again when that becomes graver, and ends when it can be kept again. That it
/// is on outlives a restart in an empty file, so that the end is always told. For the store thread.
final class Shortage {
  static final String FILE = "retention-short";
  private static final String CODE = "store.retention";
  private static final System.Logger LOG = System.getLogger(Shortage.class.getName());

  private final Path file;
  private final StoreSettings settings;
  private final Consumer<GatewayEvent> events;
  private final Horizon horizon;
  private @Nullable Severity told;

  Shortage(Path directory, StoreSettings settings, Consumer<GatewayEvent> events) {
    this.file = directory.resolve(FILE);
    this.settings = settings;
    this.events = events;
    this.horizon = new Horizon(settings.retention());
    this.told = Files.exists(file) ? Severity.WARNING : null;
    try {
      if (told != null) {
        horizon.early(Files.getLastModifiedTime(file).toMillis(), false);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "not known since when space is short", e);
    }
  }

  /// See [Horizon#early].
  void early(long nowMillis, boolean undelivered) {
    horizon.early(nowMillis, undelivered);
  }

  /// Tells of a change, if there is one.
  void look(long nowMillis, List<Retention.Candidate> sealed, long roomBytes) {
    Optional<Horizon.Shortfall> found = horizon.look(nowMillis, sealed, roomBytes);
    Severity severity =
        found.map(s -> s.undelivered() ? Severity.CRITICAL : Severity.WARNING).orElse(null);
    if (severity == null ? told == null : told != null && severity.compareTo(told) <= 0) {
      return;
    }
    told = severity;
    events.accept(
        found
            .map(why -> alarm(severity == null ? Severity.WARNING : severity, true, text(why)))
            .orElseGet(
                () ->
                    alarm(
                        Severity.INFO,
                        false,
                        "there is space again for the retention of %d days"
                            .formatted(settings.retention().toDays()))));
    remember(severity != null);
  }

  private String text(Horizon.Shortfall why) {
    String what =
        why.undelivered()
            ? "data that was not delivered and is younger than %d days is thinned or deleted"
            : why.lately()
                ? "data younger than the %d days it must be kept is thinned or deleted"
                : "data cannot be kept for %d days";
    return "space is short: "
        + what.formatted(settings.retention().toDays())
        + (why.days() == Long.MAX_VALUE
            ? ""
            : "; at the present rate there is space for %d days".formatted(why.days()));
  }

  private static GatewayEvent.Alarm alarm(Severity severity, boolean active, String text) {
    return new GatewayEvent.Alarm(CODE, severity, active, null, text);
  }

  private void remember(boolean on) {
    try {
      if (on) {
        Files.write(file, new byte[0]);
      } else {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) { // then the end may not be told after a restart
      LOG.log(Level.DEBUG, "alarm not remembered", e);
    }
  }
}
