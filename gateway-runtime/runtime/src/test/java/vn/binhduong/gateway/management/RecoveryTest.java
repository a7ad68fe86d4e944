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

  // ---- bootstrap

  private static final Duration AFTER = Duration.ofMinutes(10);

  private Recovery bootstrapping(boolean known) {
    return new Recovery(0.5, random::nextDouble, known, AFTER, 0);
  }

  /// The next thing that it does, and when; nanoseconds.
  private static long next(Recovery recovery, long from, Action expected) {
    for (long now = from; now < from + 60 * SECOND; now += SECOND / 10) {
      Action action = recovery.tick(now);
      if (action != Action.NONE) {
        assertThat(action).isEqualTo(expected);
        return now;
      }
    }
    throw new AssertionError("nothing within a minute, expected " + expected);
  }

  /// Fails to register until something else is done; nanoseconds.
  private static long fail(Recovery recovery, long from) {
    for (long now = from; now < from + 3600 * SECOND; now += SECOND / 10) {
      switch (recovery.tick(now)) {
        case NONE, DISCARD -> {}
        case CONNECT -> assertThat(recovery.failed(now)).isEqualTo(Action.DISCARD);
        case BOOTSTRAP -> {
          return now;
        }
      }
    }
    throw new AssertionError("no bootstrap within an hour");
  }

  @Test
  void withoutAnAccountTheBootstrapServerIsAskedAtOnceAndAgain() {
    Recovery recovery = bootstrapping(false);
    assertThat(recovery.tick(0)).isEqualTo(Action.BOOTSTRAP);
    long now = Recovery.BOOTSTRAP.toNanos();
    assertThat(recovery.tick(now - 1)).isEqualTo(Action.NONE);
    assertThat(recovery.tick(now)).isEqualTo(Action.DISCARD);
    next(recovery, now, Action.BOOTSTRAP);
  }

  @Test
  void withAnAccountItIsNotAskedBeforeThatIsLost() {
    Recovery recovery = bootstrapping(true);
    long asked = fail(recovery, 0);
    assertThat(Duration.ofNanos(asked)).isBetween(AFTER, AFTER.plus(Recovery.MOST));
  }

  // Ten minutes without power on the link are one attempt that failed, not a lost server.
  @Test
  void fewFailuresAreNoLossHoweverLong() {
    Recovery recovery = bootstrapping(true);
    long now = 0;
    for (int attempt = 0; attempt < Recovery.LOST_FAILURES; attempt++) {
      assertThat(recovery.tick(now)).isEqualTo(Action.CONNECT);
      assertThat(recovery.failed(now)).isEqualTo(Action.DISCARD);
      now += AFTER.toNanos();
    }
    assertThat(recovery.tick(now)).isEqualTo(Action.BOOTSTRAP);
  }

  // A gateway that was registered for a year is not lost in its first minute without.
  @Test
  void theTimeBeginsWithTheEndOfTheRegistration() {
    Recovery recovery = bootstrapping(true);
    assertThat(recovery.tick(0)).isEqualTo(Action.CONNECT);
    recovery.registered(SECOND);
    long lost = 365 * DAY_SECONDS * SECOND;
    assertThat(recovery.failed(lost)).isEqualTo(Action.DISCARD);
    assertThat(Duration.ofNanos(fail(recovery, lost) - lost)).isGreaterThanOrEqualTo(AFTER);
  }

  // The former account is tried as long again: its server may be back before the other is mended.
  @Test
  void aBootstrapThatFailsGivesTheFormerAccountItsTurn() {
    Recovery recovery = bootstrapping(true);
    long now = fail(recovery, 0) + SECOND;
    assertThat(recovery.failed(now)).isEqualTo(Action.DISCARD);
    long again = next(recovery, now, Action.CONNECT);
    assertThat(recovery.proving()).isFalse();
    assertThat(recovery.failed(again)).isEqualTo(Action.DISCARD);
    assertThat(Duration.ofNanos(fail(recovery, again) - now)).isGreaterThanOrEqualTo(AFTER);
  }

  // A gateway whose province and whose bootstrap server are gone may still have a factory account.
  @Test
  void everyOtherTurnAfterAVainBootstrapIsThatOfAnotherAccount() {
    Recovery recovery = bootstrapping(true);
    long now = fail(recovery, 0) + SECOND;
    assertThat(recovery.another()).isFalse();
    assertThat(recovery.failed(now)).isEqualTo(Action.DISCARD);
    assertThat(recovery.another()).isTrue();
    now = fail(recovery, now) + SECOND;
    assertThat(recovery.bootstrapped(now)).isEqualTo(Action.DISCARD);
    assertThat(recovery.another()).as("the new one has its proofs").isFalse();
    for (int proof = 0; proof < Recovery.PROOFS; proof++) {
      now = next(recovery, now, Action.CONNECT);
      assertThat(recovery.failed(now)).isEqualTo(Action.DISCARD);
    }
    assertThat(recovery.another()).isFalse();
    now = fail(recovery, now) + SECOND;
    assertThat(recovery.failed(now)).isEqualTo(Action.DISCARD);
    assertThat(recovery.another()).isTrue();
    now = next(recovery, now, Action.CONNECT);
    recovery.registered(now);
    assertThat(recovery.another()).isFalse();
  }

  @Test
  void aNewAccountIsTriedAtOnceAndProvenByARegistration() {
    Recovery recovery = bootstrapping(false);
    assertThat(recovery.tick(0)).isEqualTo(Action.BOOTSTRAP);
    assertThat(recovery.bootstrapped(SECOND)).isEqualTo(Action.DISCARD);
    assertThat(recovery.tick(SECOND)).isEqualTo(Action.CONNECT);
    assertThat(recovery.proving()).isTrue();
    recovery.registered(2 * SECOND);
    assertThat(recovery.proving()).isFalse();
    // It is known now: lost only like any other.
    assertThat(recovery.failed(3 * SECOND)).isEqualTo(Action.DISCARD);
    next(recovery, 3 * SECOND, Action.CONNECT);
  }

  @Test
  void aNewAccountThatDoesNotProveItselfIsForgotten() {
    Recovery recovery = bootstrapping(true);
    long now = fail(recovery, 0) + SECOND;
    assertThat(recovery.bootstrapped(now)).isEqualTo(Action.DISCARD);
    for (int proof = 0; proof < Recovery.PROOFS; proof++) {
      now = next(recovery, now, Action.CONNECT);
      assertThat(recovery.proving()).isTrue();
      assertThat(recovery.failed(now)).isEqualTo(Action.DISCARD);
    }
    next(recovery, now, Action.CONNECT);
    assertThat(recovery.proving()).isFalse();
  }

  // Leshan may say so after it was told to stop.
  @Test
  void aLateEndOfAGivenUpBootstrapBringsNothing() {
    Recovery recovery = bootstrapping(false);
    assertThat(recovery.tick(0)).isEqualTo(Action.BOOTSTRAP);
    assertThat(recovery.failed(SECOND)).isEqualTo(Action.DISCARD);
    assertThat(recovery.bootstrapped(SECOND)).isEqualTo(Action.NONE);
    assertThat(recovery.proving()).isFalse();
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
