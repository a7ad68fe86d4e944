package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A thousand gateways that lose their broker at the same moment, in simulated time, with the
/// reconnect settings as they are shipped.
class FleetTest {
  private static final int GATEWAYS = 1_000;
  private static final long SECOND = 1_000_000_000L;
  private static final long STEP = SECOND / 50;
  private static final int SECONDS = 600;

  /// See [Backoff]: 1,000 / (0.75 * 8 s), and half as many again for chance.
  private static final int CONNECTS_A_SECOND_MAX = 250;

  private final UplinkSettings settings = UplinkSettings.of(URI.create("mqtt://broker"));
  private final List<Member> fleet = new ArrayList<>();
  private final int[] connects = new int[SECONDS];
  private final Random random = new Random(7);
  private long now;
  private boolean up = true;
  private int takesASecond = Integer.MAX_VALUE;
  private int taken;

  /// One gateway with a store that is empty.
  private final class Member implements Publisher.Source {
    private final Deque<Signal> signals = new ArrayDeque<>();
    private final Conversation conversation;
    private long connection;

    Member(String id) {
      MemoryLog log = new MemoryLog();
      Lanes lanes =
          new Lanes(
              log,
              MemoryLog.BOOT,
              MemoryLog::wall,
              new Lanes.Limits(10, 100_000, 0, 30 * SECOND, 0, 60 * SECOND),
              now);
      Replays replays = new Replays(log, MemoryLog::wall, 10, 100_000);
      Tally tally = new Tally();
      Delivery delivery =
          new Delivery(log, lanes, replays, tally, 300 * SECOND, null, (a, b, c, d) -> {});
      Wire wire = new Wire(settings, id);
      Outgoing state = wire.retained("bd/v1/" + id + "/state", new byte[] {'{', '}'});
      Bulletins bulletins = new Bulletins(() -> state, List::of, List::of);
      conversation =
          new Conversation(
              settings,
              this,
              signals::add,
              new Outbox(
                  settings,
                  wire,
                  lanes,
                  delivery,
                  replays,
                  bulletins,
                  () -> state,
                  () -> state,
                  new HistoryGate(settings, delivery::hindrance, bytes -> {}),
                  tally),
              () -> true,
              new Backoff(
                  settings.reconnectFirst(),
                  settings.reconnectMax(),
                  Backoff.phaseOf(id),
                  random::nextDouble),
              tally);
      conversation.start(now);
    }

    @Override
    public Publisher open(long number, Outgoing will, Consumer<Signal> out) {
      connection = number;
      return new Publisher() {
        @Override
        public void connect() {
          connects[(int) (now / SECOND)]++;
          taken++;
          if (!up) {
            end(new Failure(Failure.Kind.CONNECTION_REFUSED, "refused"));
          } else if (taken > takesASecond) {
            end(FailureReader.ofReason("broker", 0x89, null));
          } else {
            out.accept(new Signal.Connected(number, Terms.DEFAULTS));
          }
        }

        @Override
        public void subscribe(List<String> filters) {}

        @Override
        public boolean publish(long id, Outgoing message) {
          out.accept(new Signal.Answered(number, id, 0));
          return true;
        }

        @Override
        public void disconnect(Duration limit) {}

        @Override
        public void discard() {}
      };
    }

    void end(Failure why) {
      signals.add(new Signal.Ended(connection, why));
    }

    void turn() {
      if (conversation.nextDue(now) <= now + STEP) {
        conversation.tick(now);
      }
      for (Signal next = signals.poll(); next != null; next = signals.poll()) {
        conversation.on(next, now);
      }
    }

    boolean online() {
      return conversation.state() == LinkState.ONLINE;
    }
  }

  private void run(long until) {
    while (now < until) {
      now += STEP;
      if (now % SECOND == 0) {
        taken = 0;
      }
      fleet.forEach(Member::turn);
    }
  }

  private long online() {
    return fleet.stream().filter(Member::online).count();
  }

  private void comeUp() {
    for (int i = 0; i < GATEWAYS; i++) {
      fleet.add(new Member("BD-GW-%06d".formatted(i)));
    }
    run(65 * SECOND);
    assertThat(online()).isEqualTo(GATEWAYS);
    Arrays.fill(connects, 0);
  }

  private void lose() {
    fleet.forEach(
        member -> member.end(new Failure(Failure.Kind.CONNECTION_LOST, "the broker is gone")));
  }

  // The worst moment: it comes back at once, and nobody has waited yet.
  @Test
  void spreadsAfterARestartThatTakesNoTime() {
    comeUp();
    lose();
    run(75 * SECOND);
    assertThat(online()).isEqualTo(GATEWAYS);
    assertThat(Arrays.stream(connects).max().orElse(0)).isBetween(50, CONNECTS_A_SECOND_MAX);
  }

  @Test
  void spreadsAfterARestartThatTakesHalfAMinute() {
    comeUp();
    lose();
    up = false;
    run(95 * SECOND);
    up = true;
    run((95 + 121) * SECOND);
    assertThat(online()).isEqualTo(GATEWAYS);
    assertThat(Arrays.stream(connects).max().orElse(0)).isLessThan(CONNECTS_A_SECOND_MAX);
  }

  // A broker that takes twenty a second and says to the others that it is busy is left in peace
  // after the first wave, and has all of them in the end.
  @Test
  void leavesABusyBrokerInPeace() {
    comeUp();
    lose();
    takesASecond = 20;
    run(110 * SECOND);
    int later = Arrays.stream(connects, 75, 110).max().orElse(0);
    assertThat(later).isLessThan(100);
    run((SECONDS - 1) * SECOND);
    assertThat(online()).isEqualTo(GATEWAYS);
  }
}
