package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.config.ReceiverSettings;
import vn.binhduong.gateway.model.BootTime;

/// A degree of latitude is 111195 m, so 0.001 degrees are 111 m.
class WhereaboutsTest {
  private static final ReceiverSettings SETTINGS = new ReceiverSettings("gnss1", 50, 500);
  private static final Position HOME = new Position(10.98, 106.67);

  private long seconds;
  private int changes;

  private static Whereabouts at(@Nullable Position configured) {
    return new Whereabouts(SETTINGS, configured, false);
  }

  private static Position north(double metres) {
    return new Position(HOME.latitude() + metres / 111_195, HOME.longitude());
  }

  /// Fixes, ten seconds apart.
  private void fixes(Whereabouts whereabouts, int count, Position position) {
    for (int i = 0; i < count; i++) {
      seconds += 10;
      var at = new BootTime(new UUID(1, 1), Duration.ofSeconds(seconds).toNanos());
      if (whereabouts.fix(position, at)) {
        changes++;
      }
    }
  }

  // A surveyed place is better than a receiver that only agrees with it.
  @Test
  void theConfiguredPlaceStaysWhileTheReceiverAgrees() {
    Whereabouts whereabouts = at(HOME);
    fixes(whereabouts, 100, north(49));
    assertThat(whereabouts.told()).isEmpty();
    assertThat(whereabouts.metresAway()).hasValueCloseTo(49.0, within(0.1));
    assertThat(changes).isZero();
  }

  @Test
  void aPlaceFartherAwayIsToldOnce() {
    Whereabouts whereabouts = at(HOME);
    fixes(whereabouts, 8, north(60));
    assertThat(whereabouts.told()).isEmpty();
    fixes(whereabouts, 100, north(60));
    assertThat(whereabouts.told().orElseThrow().position()).isEqualTo(north(60));
    assertThat(changes).isOne();
  }

  @Test
  void withoutAConfiguredPlaceTheFirstOneIsTold() {
    Whereabouts whereabouts = at(null);
    fixes(whereabouts, 8, HOME);
    assertThat(whereabouts.told()).isEmpty();
    fixes(whereabouts, 1, HOME);
    assertThat(whereabouts.told().orElseThrow().position()).isEqualTo(HOME);
    assertThat(whereabouts.metresAway()).isEmpty();
    assertThat(whereabouts.astray()).isFalse();
  }

  // Reflections of the signal come and go; four of nine do not move the median.
  @Test
  void outliersMoveNothing() {
    Whereabouts whereabouts = at(HOME);
    fixes(whereabouts, 9, HOME);
    for (int i = 0; i < 50; i++) {
      fixes(whereabouts, 4, north(3000));
      fixes(whereabouts, 5, HOME);
    }
    assertThat(whereabouts.told()).isEmpty();
    assertThat(whereabouts.astray()).isFalse();
  }

  // A gateway that drives at 10 m/s for an hour is told at most once in ten minutes.
  @Test
  void aMoveIsToldAtMostEveryTenMinutes() {
    Whereabouts whereabouts = at(HOME);
    for (int i = 0; i < 360; i++) {
      fixes(whereabouts, 1, north(100 * i));
    }
    assertThat(changes).isBetween(5, 7);
  }

  // Begins above 500 m and ends below 450 m, so that it does not come and go on the line.
  @Test
  void beingAstrayBeginsAndEndsOnce() {
    Whereabouts whereabouts = at(HOME);
    fixes(whereabouts, 9, north(495));
    assertThat(whereabouts.astray()).isFalse();
    fixes(whereabouts, 9, north(505));
    assertThat(whereabouts.astray()).isTrue();
    fixes(whereabouts, 9, north(460));
    assertThat(whereabouts.astray()).isTrue();
    fixes(whereabouts, 9, north(440));
    assertThat(whereabouts.astray()).isFalse();
  }

  @Test
  void whatHeldBeforeARestartHoldsUntilMoreIsKnown() {
    var whereabouts = new Whereabouts(SETTINGS, HOME, true);
    assertThat(whereabouts.astray()).isTrue();
    fixes(whereabouts, 8, HOME);
    assertThat(whereabouts.astray()).isTrue();
    fixes(whereabouts, 1, HOME);
    assertThat(whereabouts.astray()).isFalse();
  }
}
