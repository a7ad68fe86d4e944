package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The window of the backlog on links of every kind: a queue that is emptied at a rate, and a
/// distance.
class HistoryPaceTest {
  private static final double SECOND = 1e9;

  private final HistoryPace pace = new HistoryPace();

  private record Sent(int bytes, long at, long answeredAt) {}

  /// Runs a link for a minute with as much backlog as the pace admits.
  private final class Link {
    private final double bytesPerSecond;
    private final long roundTripNanos;
    private final int slots;
    private final Deque<Sent> flights = new ArrayDeque<>();
    private long freeAt;
    private long inFlight;
    private long delivered;
    private long worstQueueNanos;

    Link(double bytesPerSecond, long roundTripMillis, int slots) {
      this.bytesPerSecond = bytesPerSecond;
      this.roundTripNanos = roundTripMillis * 1_000_000;
      this.slots = slots;
    }

    /// @param settleSeconds the queue is judged from then on
    void run(int settleSeconds, int seconds) {
      pace.connected(0);
      long step = 1_000_000;
      for (long now = 0; now < seconds * SECOND; now += step) {
        while (!flights.isEmpty() && flights.getFirst().answeredAt() <= now) {
          Sent sent = flights.removeFirst();
          long latency = sent.answeredAt() - sent.at();
          pace.answered(sent.bytes(), inFlight, latency);
          inFlight -= sent.bytes();
          delivered += sent.bytes();
        }
        while (flights.size() < slots && pace.admits(inFlight, slots)) {
          int bytes = Math.min(120 << 10, pace.messageBytes(slots));
          boolean bare = flights.isEmpty();
          freeAt = Math.max(freeAt, now) + (long) (bytes / bytesPerSecond * SECOND);
          Sent sent = new Sent(bytes, now, freeAt + roundTripNanos);
          flights.add(sent);
          inFlight += bytes;
          if (bare) {
            pace.bare(roundTripNanos, now);
          }
        }
        if (now > settleSeconds * SECOND) {
          worstQueueNanos = Math.max(worstQueueNanos, freeAt - now);
        }
      }
    }
  }

  // What waits in front of a live message stays far under a second, and the link is used: columns
  // are bytes a second, round trip, messages of backlog, least share of the link.
  @ParameterizedTest
  @CsvSource({
    "8_000, 50, 8, 0.8",
    "64_000, 10, 16, 0.8",
    "64_000, 200, 16, 0.8",
    "64_000, 200, 1, 0.3",
    "64_000, 200, 5, 0.8",
    "250_000, 400, 16, 0.8",
    "1_000_000, 60, 16, 0.8",
    "100_000_000, 1, 16, 0.8",
    "20_000, 900, 16, 0.7",
  })
  void keepsTheQueueShortAndTheLinkBusy(String rate, long roundTrip, int slots, double share) {
    double bytesPerSecond = Double.parseDouble(rate.replace("_", ""));
    Link link = new Link(bytesPerSecond, roundTrip, slots);
    link.run(10, 60);
    assertThat(link.worstQueueNanos / 1e6).as("queue, ms").isLessThan(800);
    assertThat(link.delivered / 60.0 / bytesPerSecond).as("share").isGreaterThan(share);
  }

  // From 1 MB/s to 16 kB/s in one moment: a window's worth waits, then never again.
  @Test
  void shrinksWhenTheLinkDoes() {
    Link fast = new Link(1_000_000, 20, 16);
    fast.run(10, 20);
    int before = pace.windowBytes();
    for (int i = 0; i < 40; i++) {
      pace.answered(pace.messageBytes(16), pace.windowBytes(), 5_000_000_000L);
    }
    assertThat(before).isGreaterThan(300_000);
    assertThat(pace.windowBytes()).isLessThan(before / 50);
  }

  // A quiet link must not open the window without limit: nobody has tried what it then allows.
  @Test
  void growsOnlyWhenUsed() {
    pace.connected(0);
    for (int i = 0; i < 10_000; i++) {
      pace.answered(2_000, 2_000, 10_000_000);
    }
    assertThat(pace.windowBytes()).isLessThanOrEqualTo(HistoryPace.BYTES_START + 4_000);
  }

  // However slow: one small message always goes.
  @Test
  void neverStops() {
    pace.connected(0);
    for (int i = 0; i < 10_000; i++) {
      pace.answered(100_000, 100_000, 20_000_000_000L);
    }
    assertThat(pace.windowBytes()).isEqualTo(HistoryPace.BYTES_MIN);
    assertThat(pace.admits(0, 1)).isTrue();
  }

  // Never the whole window, unless it is a single message.
  @ParameterizedTest
  @CsvSource({"1,50,1", "2,50,1", "2,100,1", "10,50,5", "32,100,31", "10,1,1"})
  void leavesRoomForLive(int window, int sharePercent, int slots) {
    assertThat(InFlight.historySlots(window, sharePercent)).isEqualTo(slots);
  }
}
