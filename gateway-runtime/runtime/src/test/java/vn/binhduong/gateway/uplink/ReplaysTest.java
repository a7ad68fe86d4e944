package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.store.GapReason;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.StreamLedger;

/// What the IOC gets when it asks again: the samples, or why they do not come.
class ReplaysTest {
  private final MemoryLog log = new MemoryLog();
  private final Replays replays = new Replays(log, MemoryLog::wall, 10, 100_000);

  private static Command.Replay ask(String id, String device, long from, long to) {
    return new Command.Replay(id, 1, MemoryLog.EPOCH, device, from, to);
  }

  /// Sends everything that is due; the broker takes all.
  private List<String> send() {
    List<String> sent = new ArrayList<>();
    for (Batch batch = replays.poll(0); batch != null; batch = replays.poll(0)) {
      sent.add(batch.toString());
      replays.done(batch, true);
    }
    return sent;
  }

  private String result() {
    Answer answer = Objects.requireNonNull(replays.pollFinished());
    assertThat(answer.status()).isEqualTo(Answer.Status.OK);
    return String.valueOf(answer.result());
  }

  // Acknowledged or not: what is held is sent again.
  @Test
  void sendsWhatIsHeld() {
    log.measure("aq1", 30, 0);
    log.acknowledge(MemoryLog.EPOCH, "aq1", 1, 30);
    assertThat(replays.accept(ask("r1", "aq1", 5, 26)).status()).isEqualTo(Answer.Status.ACCEPTED);
    assertThat(replays.pollFinished()).as("before anything went").isNull();
    assertThat(send()).containsExactly("aq1 5..14", "aq1 15..24", "aq1 25..26");
    assertThat(result())
        .isEqualTo("{\"sent\":22,\"last\":30,\"gaps\":[],\"gone\":[],\"refused\":[]}");
    assertThat(replays.isIdle()).isTrue();
  }

  // A range that was dropped is not "done": the answer says which numbers never come and why, and
  // which were delivered before and are no longer held.
  @Test
  void saysWhatIsDroppedAndWhatIsGone() {
    log.measure("aq1", 40, 0);
    log.entries.removeIf(stored -> stored.seq() <= 20);
    log.account =
        new StreamLedger(
            MemoryLog.EPOCH,
            "aq1",
            21,
            40,
            List.of(new Range(1, 10)),
            List.of(new StreamLedger.Gap(new Range(11, 20), GapReason.DROPPED)),
            20,
            null,
            0);
    assertThat(replays.accept(ask("r1", "aq1", 5, 25)).result())
        .contains("\"first\":21")
        .contains("{\"from\":11,\"to\":20,\"why\":\"dropped\"}");
    assertThat(send()).containsExactly("aq1 21..25");
    assertThat(result())
        .isEqualTo(
            "{\"sent\":5,\"last\":40,"
                + "\"gaps\":[{\"from\":11,\"to\":20,\"why\":\"dropped\"}],"
                + "\"gone\":[{\"from\":5,\"to\":10}],\"refused\":[]}");
    assertThat(log.disclaimed).as("closes the account").containsExactly(new Range(5, 10));
  }

  // What arrives now is sent, whatever a gap record said of it before.
  @Test
  void aNumberHasOneFate() {
    log.measure("aq1", 20, 0);
    log.account =
        new StreamLedger(
            MemoryLog.EPOCH,
            "aq1",
            1,
            20,
            List.of(),
            List.of(
                new StreamLedger.Gap(new Range(1, 4), GapReason.LOST),
                new StreamLedger.Gap(new Range(3, 12), GapReason.QUARANTINED)),
            0,
            null,
            0);
    log.entries.removeIf(stored -> stored.seq() <= 5);
    replays.accept(ask("r1", "aq1", 1, 20));
    replays.done(Objects.requireNonNull(replays.poll(0)), true);
    replays.done(Objects.requireNonNull(replays.poll(0)), false);
    assertThat(result())
        .isEqualTo(
            "{\"sent\":10,\"last\":20,"
                + "\"gaps\":[{\"from\":1,\"to\":4,\"why\":\"lost\"},"
                + "{\"from\":5,\"to\":5,\"why\":\"quarantined\"}],"
                + "\"gone\":[],\"refused\":[{\"from\":16,\"to\":20}]}");
  }

  // What is measured while a range is sent is no part of it, and not gone.
  @Test
  void endsWhereTheStreamEndedWhenItBegan() {
    log.measure("aq1", 5, 0);
    replays.accept(ask("r1", "aq1", 1, 100));
    Batch batch = Objects.requireNonNull(replays.poll(0));
    log.measure("aq1", 5, 100);
    replays.done(batch, true);
    assertThat(result())
        .isEqualTo("{\"sent\":5,\"last\":5,\"gaps\":[],\"gone\":[],\"refused\":[]}");
  }

  // Neither delivered nor readable: that is said, not called gone.
  @Test
  void saysWhatCannotBeRead() {
    log.measure("aq1", 20, 0);
    log.entries.removeIf(stored -> stored.seq() == 7);
    replays.accept(ask("r1", "aq1", 1, 20));
    for (Batch batch = replays.poll(0); batch != null; batch = replays.poll(0)) {
      replays.done(batch, true);
    }
    Answer answer = Objects.requireNonNull(replays.pollFinished());
    assertThat(answer.status()).isEqualTo(Answer.Status.FAILED);
    assertThat(answer.problems().getFirst().found()).isEqualTo("[{\"from\":7,\"to\":7}]");
    assertThat(answer.result()).contains("\"sent\":19").contains("\"gone\":[]");
    assertThat(log.disclaimed).isEmpty();
  }

  // Of an epoch that damage took, everything that is asked for is lost.
  @Test
  void saysThatALostEpochIsLost() {
    Answer answer = replays.accept(new Command.Replay("r1", 1, MemoryLog.LOST_EPOCH, "aq1", 5, 9));
    assertThat(answer.status()).isEqualTo(Answer.Status.OK);
    assertThat(answer.result())
        .isEqualTo(
            "{\"sent\":0,\"last\":9,\"gaps\":[{\"from\":5,\"to\":9,\"why\":\"lost\"}],"
                + "\"gone\":[],\"refused\":[]}");
    assertThat(replays.isIdle()).isTrue();
  }

  // Numbers that were never given are no loss.
  @Test
  void saysTheLastNumber() {
    log.measure("aq1", 3, 0);
    replays.accept(ask("r1", "aq1", 100, 200));
    assertThat(send()).isEmpty();
    assertThat(result())
        .isEqualTo("{\"sent\":0,\"last\":3,\"gaps\":[],\"gone\":[],\"refused\":[]}");
  }

  @Test
  void knowsNoOtherStream() {
    log.measure("aq1", 3, 0);
    assertThat(replays.accept(ask("r1", "aq9", 1, 2)).status()).isEqualTo(Answer.Status.FAILED);
    Command.Replay other = new Command.Replay("r2", 1, new UUID(7, 7), "aq1", 1, 2);
    assertThat(replays.accept(other).status()).isEqualTo(Answer.Status.FAILED);
    assertThat(replays.isIdle()).isTrue();
  }

  // What the broker does not take is named, not counted as sent.
  @Test
  void namesWhatWasRefused() {
    log.measure("aq1", 20, 0);
    replays.accept(ask("r1", "aq1", 1, 20));
    replays.done(Objects.requireNonNull(replays.poll(0)), false);
    send();
    assertThat(result()).contains("\"sent\":10").contains("\"refused\":[{\"from\":1,\"to\":10}]");
  }

  // One at a time, in order, and no more than so many wait.
  @Test
  void refusesWhenTooManyWait() {
    log.measure("aq1", 3, 0);
    for (int i = 0; i < Replays.WAITING_MAX; i++) {
      assertThat(replays.accept(ask("r" + i, "aq1", 1, 3)).status())
          .isEqualTo(Answer.Status.ACCEPTED);
    }
    assertThat(replays.accept(ask("x", "aq1", 1, 3)).status()).isEqualTo(Answer.Status.REFUSED);
    for (int i = 0; i < Replays.WAITING_MAX; i++) {
      send();
      assertThat(Objects.requireNonNull(replays.pollFinished()).id()).isEqualTo("r" + i);
    }
    assertThat(replays.isIdle()).isTrue();
  }

  // Lost with the connection, or too large: the same numbers go again, in order, once.
  @Test
  void sendsAgainWhatDidNotArrive() {
    log.measure("aq1", 20, 0);
    replays.accept(ask("r1", "aq1", 1, 20));
    Batch first = Objects.requireNonNull(replays.poll(0));
    Batch second = Objects.requireNonNull(replays.poll(0));
    replays.again(second, 5);
    replays.again(first, 5);
    assertThat(replays.poll(4)).isNull();
    assertThat(replays.pollFinished()).isNull();
    Batch again = Objects.requireNonNull(replays.poll(5));
    assertThat(again).hasToString("aq1 1..10");
    replays.split(again);
    assertThat(Objects.requireNonNull(replays.poll(5))).hasToString("aq1 1..5");
  }
}
