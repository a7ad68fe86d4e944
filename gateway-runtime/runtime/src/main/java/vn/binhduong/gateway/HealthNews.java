package vn.binhduong.gateway;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.health.ComponentHealth;
import vn.binhduong.gateway.health.HealthChange;
import vn.binhduong.gateway.health.HealthState;

/// Passes changes of health on to the log and to the event stream, at a bounded rate for each
/// component: [#BURST] at once, then one each [#EVERY]. A component that comes and goes with every
/// poll must not fill the disk or the event lane. What is held back is told when its turn comes, as
/// one change from the state told last to the state it is in then, with the count of changes in
/// between.
///
/// Thread-safe.
final class HealthNews {
  /// Changes of one component that are passed on at once.
  static final int BURST = 8;

  /// After those, one in this time; also how long it takes to earn one of them back.
  static final Duration EVERY = Duration.ofMinutes(1);

  /// Components remembered at most; above it, those of which nothing waits are forgotten.
  private static final int COMPONENTS_MAX = 1024;

  private static final System.Logger LOG = System.getLogger(HealthNews.class.getName());

  private final List<Consumer<HealthChange>> listeners;
  private final Map<String, Told> components = new HashMap<>();

  /// What was told of one component, and what waits.
  private static final class Told {
    private double tokens = BURST;
    private long atNanos;
    private HealthState state;
    private @Nullable ComponentHealth waiting;
    private long changes;

    private Told(HealthState state, long atNanos) {
      this.state = state;
      this.atNanos = atNanos;
    }

    private boolean take(long nowNanos) {
      double earned = (double) (nowNanos - atNanos) / EVERY.toNanos();
      tokens = Math.min(BURST, tokens + Math.max(0, earned));
      atNanos = nowNanos;
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    }
  }

  /// @param listeners are told in this order; brief, must not block
  HealthNews(List<Consumer<HealthChange>> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /// A component came into another state.
  ///
  /// @param nowNanos monotonic
  synchronized void changed(HealthChange change, long nowNanos) {
    ComponentHealth to = change.to();
    if (components.size() >= COMPONENTS_MAX) {
      components.values().removeIf(other -> other.waiting == null);
    }
    Told told =
        components.computeIfAbsent(to.component(), name -> new Told(change.from(), nowNanos));
    told.waiting = to;
    told.changes++;
    if (to.state() == HealthState.CLOSED) {
      components.remove(to.component());
      pass(told, to);
    } else if (told.take(nowNanos)) {
      pass(told, to);
    }
  }

  /// Tells what may be told by now. To be called every second or so.
  synchronized void look(long nowNanos) {
    for (Told told : components.values()) {
      ComponentHealth waiting = told.waiting;
      if (waiting != null && told.take(nowNanos)) {
        pass(told, waiting);
      }
    }
  }

  private void pass(Told told, ComponentHealth to) {
    long between = told.changes - 1;
    HealthState from = told.state;
    told.waiting = null;
    told.changes = 0;
    told.state = to.state();
    HealthChange change =
        new HealthChange(
            from,
            between == 0
                ? to
                : to.withMessage(
                    "%s%schanged %d times in between"
                        .formatted(to.message(), to.message().isEmpty() ? "" : "; ", between)));
    for (Consumer<HealthChange> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "telling of " + to.component() + " failed", e);
      }
    }
  }
}
