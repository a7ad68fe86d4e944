package vn.binhduong.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.config.ReceiverSettings;
import vn.binhduong.gateway.model.BootTime;

/// Where the gateway is told to be, from what is configured and what its receiver measures. Pure:
/// it is told when.
///
/// What counts is the median of the last [#FIXES] fixes, so that a reflection or two move nothing.
/// The configured place is told until the median is farther away than `moved`; then the median is,
/// until it is as far away again. Nothing is told sooner than [#MOVE_EVERY] after the last change,
/// so a gateway that drives announces itself at most that often.
final class Whereabouts {
  /// How many fixes are looked at; odd.
  static final int FIXES = 9;

  /// Least time between two changes of the place that is told.
  static final Duration MOVE_EVERY = Duration.ofMinutes(10);

  private final ReceiverSettings settings;
  private final @Nullable Position configured;
  private final Deque<Position> fixes = new ArrayDeque<>();
  private @Nullable Told told;
  private @Nullable Position median;
  private boolean astray;

  /// A place that is told instead of the configured one.
  ///
  /// @param position where
  /// @param at when it was measured
  record Told(Position position, BootTime at) {}

  /// @param configured where the gateway should be; null where that is not known
  /// @param astray whether it was astray before
  Whereabouts(ReceiverSettings settings, @Nullable Position configured, boolean astray) {
    this.settings = settings;
    this.configured = configured;
    this.astray = astray;
  }

  /// A valid fix.
  ///
  /// @return whether another place is told from now on
  boolean fix(Position position, BootTime at) {
    fixes.addLast(position);
    if (fixes.size() > FIXES) {
      fixes.removeFirst();
    }
    if (fixes.size() < FIXES) {
      return false;
    }
    Position now = Position.median(new ArrayList<>(fixes));
    median = now;
    Told before = told;
    Position known = before != null ? before.position : configured;
    boolean far = known == null || known.metresTo(now) > settings.moved();
    boolean soon = before != null && at.nanos() - before.at.nanos() < MOVE_EVERY.toNanos();
    if (!far || soon) {
      return false;
    }
    told = new Told(now, at);
    return true;
  }

  /// The measured place that is told; empty while it is the configured one.
  Optional<Told> told() {
    return Optional.ofNullable(told);
  }

  /// Distance of the median from the configured place, metres; empty while one is not known.
  OptionalDouble metresAway() {
    return median == null || configured == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(configured.metresTo(median));
  }

  /// Whether it is too far from the configured place: from `astray` on, and until it is nearer than
  /// `astray` less `moved`.
  boolean astray() {
    OptionalDouble away = metresAway();
    if (away.isPresent()) {
      double limit = astray ? settings.astray() - settings.moved() : settings.astray();
      astray = away.getAsDouble() > limit;
    }
    return astray;
  }
}
