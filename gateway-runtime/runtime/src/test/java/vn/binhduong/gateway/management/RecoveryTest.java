package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.management.Recovery.Action;
import vn.binhduong.gateway.management.Recovery.State;

/// When it is tried to register, in injected time.
class RecoveryTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY_SECONDS = 24 * 3600;

  private final Random random = new Random(7);
  private final Recovery recovery = new Recovery(0.5, random::nextDouble, 0);

  @Test
  void theFirstAttemptComesAtOnce() {
    assertThat(recovery.tick(0)).isEqualTo(Action.CONNECT);
    assertThat(recovery.tick(1)).isEqualTo(Action.NONE);
  }

  @Test
  void anAttemptThatIsNotAnsweredIsGivenUp() {
    assertThat(recovery.tick(0)).isEqualTo(Action.CONNECT);
    assertThat(recovery.tick(Recovery.ATTEMPT.toNanos() - 1)).isEqualTo(Action.NONE);
    assertThat(recovery.tick(Recovery.ATTEMPT.toNanos())).isEqualTo(Action.DISCARD);
    assertThat(recovery.state()).isEqualTo(State.WAITING);
  }

  // The server forgot the gateway, or the keys of the connection: nobody will ever answer.
  @Test
  void anUpdateThatIsNotAnsweredEndsTheRegistration() {
    assertThat(recovery.tick(0)).isEqualTo(Action.CONNECT);
    recovery.registered(SECOND);
    recovery.updating(300 * SECOND);
    assertThat(recovery.tick(310 * SECOND)).isEqualTo(Action.NONE);
    recovery.updating(311 * SECOND); // sent again by the engine: that is no new patience
    assertThat(recovery.tick(300 * SECOND + Recovery.UPDATE.toNanos())).isEqualTo(Action.DISCARD);
  }

  @Test
  void anUpdateThatIsAnsweredKeepsIt() {
    assertThat(recovery.tick(0)).isEqualTo(Action.CONNECT);
    recovery.registered(SECOND);
    recovery.updating(300 * SECOND);
    recovery.updated();
    assertThat(recovery.tick(400 * SECOND)).isEqualTo(Action.NONE);
    assertThat(recovery.state()).isEqualTo(State.REGISTERED);
  }

  // What comes of a connection that was thrown away says nothing about the next one.
  @Test
  void aLateSuccessOfAGivenUpAttemptIsNoRegistration() {
    assertThat(recovery.tick(0)).isEqualTo(Action.CONNECT);
    assertThat(recovery.failed(SECOND)).isEqualTo(Action.DISCARD);
    recovery.registered(SECOND);
    assertThat(recovery.state()).isEqualTo(State.WAITING);
    assertThat(recovery.failed(SECOND)).isEqualTo(Action.NONE);
  }

  // A server that accepts and kicks would otherwise be hammered: two attempts a second.
  @Test
  void aServerThatKicksAtOnceIsNotHammered() {
    long attempts = 0;
    for (long now = 0; now < 3600 * SECOND; now += SECOND / 10) {
      if (recovery.tick(now) == Action.CONNECT) {
        attempts++;
        recovery.registered(now);
        assertThat(recovery.failed(now)).isEqualTo(Action.DISCARD);
      }
    }
    assertThat(attempts).isBetween(3600L / 30, 3600L / 10);
  }

  // 24 h of a link that comes and goes, a server that is away, and one that forgets.
  @Test
  void aDayOfAFlappingLinkEndsRegisteredWithFewMessages() {
    long attempts = 0;
    long longestBack = 0;
    boolean up = true;
    long changeAt = 0;
    long upSince = 0;
    long answerAt = -1;
    for (long tenth = 0; tenth < 10 * DAY_SECONDS; tenth++) {
      long now = tenth * SECOND / 10;
      boolean last = tenth > 10 * (DAY_SECONDS - 300);
      if (now >= changeAt || last) {
        boolean before = up;
        up = last || !up;
        upSince = up && !before ? now : upSince;
        changeAt = now + (1 + random.nextInt(600)) * SECOND;
      }
      if (answerAt >= 0 && now >= answerAt) {
        answerAt = -1;
        if (up) {
          recovery.registered(now);
        }
      }
      if (recovery.state() == State.REGISTERED && up) {
        longestBack = Math.max(longestBack, recovery.sinceNanos() - upSince);
      }
      if (recovery.state() == State.REGISTERED && tenth % 3000 == 0) {
        recovery.updating(now);
        if (up) {
          recovery.updated();
        }
      }
      if (recovery.tick(now) == Action.CONNECT) {
        attempts++;
        answerAt = now + SECOND / 2;
      }
    }
    assertThat(recovery.state()).isEqualTo(State.REGISTERED);
    assertThat(Duration.ofNanos(longestBack)).isLessThan(Duration.ofMinutes(1));
    // One every 25 s + 15 s while the link is down, which is half of the day.
    assertThat(attempts).isBetween(100L, DAY_SECONDS / 2 / 25);
  }

  // A province after a power cut: 1,000 gateways, one server that is away for ten minutes.
  @Test
  void aFleetComesBackSpread() {
    Recovery[] fleet = new Recovery[1000];
    for (int i = 0; i < fleet.length; i++) {
      fleet[i] = new Recovery(i / 1000.0, random::nextDouble, 0);
    }
    int[] perSecond = new int[700];
    for (long tenth = 0; tenth < 7000; tenth++) {
      long now = tenth * SECOND / 10;
      for (Recovery each : fleet) {
        if (each.tick(now) == Action.CONNECT) {
          perSecond[(int) (tenth / 10)]++;
        }
      }
    }
    int worst = 0;
    for (int second = 120; second < perSecond.length; second++) {
      worst = Math.max(worst, perSecond[second]);
    }
    assertThat(worst).isLessThan(100);
  }
}
