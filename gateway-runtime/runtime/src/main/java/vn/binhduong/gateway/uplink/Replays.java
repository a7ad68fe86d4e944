package vn.binhduong.gateway.uplink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.contract.Answer;
import vn.binhduong.gateway.contract.Command;
import vn.binhduong.gateway.contract.Problem;
import vn.binhduong.gateway.contract.Ranges;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.WallTime;
import vn.binhduong.gateway.store.Range;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// Sends ranges again that the IOC asks for: one at a time, last of all lanes.
///
/// A request is answered twice: `accepted` with the gaps of the range, and when all is through `ok`
/// with what became of every number of it up to the last one given:
/// - `sent` how many went, and arrived;
/// - `gaps` those that will never come, with the reason, as the gap records say;
/// - `gone` those that were delivered once and are no longer held, since delivered data is kept for
///   the retention only;
/// - `refused` those that the broker does not take.
///
/// What is still waiting when the process ends is forgotten; the IOC asks again.
///
/// For the uplink thread.
final class Replays {
  /// Requests that wait.
  static final int WAITING_MAX = 8;

  /// Ranges of one kind in an answer; who gets so many asks again for a part.
  private static final int RANGES_TOLD_MAX = 1_000;

  /// Entries read from the store at a time.
  private static final int READ_MAX = 1_000;

  private final Log log;
  private final Function<BootTime, WallTime> wall;
  private final Batcher batcher;
  private final Deque<Batch> ready = new ArrayDeque<>();
  private final Deque<Command.Replay> waiting = new ArrayDeque<>();
  private Command.@Nullable Replay current;
  private Ranges held = new Ranges();
  private Ranges refused = new Ranges();
  private long next;
  private long sent;
  private int inFlight;
  private long notBefore;

  Replays(Log log, Function<BootTime, WallTime> wall, int batchSamples, int batchBytes) {
    this.log = log;
    this.wall = wall;
    this.batcher = new Batcher(Lane.REPLAY, batchSamples, batchBytes, 0, ready::add);
  }

  /// From now on batches have at most so many bytes, estimated.
  void limit(int bytes) {
    batcher.limit(bytes);
  }

  /// The immediate answer to a request.
  Answer accept(Command.Replay replay) {
    StreamLedger stream = find(replay);
    boolean ours = log.disclaim(replay.epoch(), replay.device(), replay.from(), replay.to());
    if (stream == null && ours) {
      // Damage took all that was known of it; the gap record closes the account.
      return Answer.ok(replay.id(), "{\"sent\":0}");
    }
    if (stream == null) {
      return Answer.not(
          replay.id(),
          Answer.Status.FAILED,
          new Problem(
              "ep, dev",
              replay.epoch() + ", " + replay.device(),
              "a stream that this gateway holds"));
    }
    if (waiting.size() >= WAITING_MAX) {
      return Answer.not(
          replay.id(),
          Answer.Status.REFUSED,
          new Problem("replay", "one more", "at most " + WAITING_MAX + " that wait"));
    }
    waiting.add(replay);
    return new Answer(replay.id(), Answer.Status.ACCEPTED, List.of(), gapsOf(stream, replay));
  }

  /// The next batch to send; null when there is none now.
  @Nullable Batch poll(long now) {
    if (now < notBefore) {
      return null;
    }
    Command.Replay replay = current;
    if (replay == null) {
      replay = waiting.poll();
      if (replay == null) {
        return null;
      }
      current = replay;
      next = replay.from();
      sent = 0;
      held = new Ranges();
      refused = new Ranges();
    }
    if (ready.isEmpty() && next <= replay.to()) {
      read(replay, now);
    }
    Batch batch = ready.poll();
    if (batch != null) {
      inFlight++;
    }
    return batch;
  }

  /// A batch arrived, or was given up.
  void done(Batch batch, boolean delivered) {
    inFlight--;
    if (delivered) {
      sent += batch.size();
    } else {
      refused.add(batch.from(), batch.to());
    }
  }

  /// A batch was not sent, or must be sent again.
  void again(Batch batch, long due) {
    inFlight--;
    ready.addFirst(batch);
    notBefore = Math.max(notBefore, due);
  }

  /// The two halves of a batch that was too large.
  void split(Batch batch) {
    inFlight--;
    List<Batch> halves = batch.halves();
    ready.addFirst(halves.get(1));
    ready.addFirst(halves.get(0));
  }

  /// The final answer when the current replay is through; null otherwise.
  @Nullable Answer pollFinished() {
    Command.Replay replay = current;
    if (replay == null || next <= replay.to() || !ready.isEmpty() || inFlight > 0) {
      return null;
    }
    current = null;
    StreamLedger stream = find(replay);
    return stream == null
        ? Answer.not(
            replay.id(),
            Answer.Status.FAILED,
            new Problem("ep, dev", "the stream is gone", "a stream that this gateway holds"))
        : Answer.ok(replay.id(), account(stream, replay));
  }

  /// Whether there is anything to do.
  boolean isIdle() {
    return current == null && waiting.isEmpty();
  }

  private void read(Command.Replay replay, long now) {
    List<Stored> entries = log.range(replay.epoch(), replay.device(), next, replay.to(), READ_MAX);
    for (Stored stored : entries) {
      held.add(stored.seq());
      batcher.add(new Item(stored, wall.apply(stored.entry().at())), now);
    }
    batcher.closeAll();
    next = entries.size() < READ_MAX ? replay.to() + 1 : entries.getLast().seq() + 1;
  }

  private @Nullable StreamLedger find(Command.Replay replay) {
    for (StreamLedger stream : log.ledger()) {
      if (stream.epoch().equals(replay.epoch()) && stream.device().equals(replay.device())) {
        return stream;
      }
    }
    return null;
  }

  /// The gaps of the range and its part that is not held any more, as a JSON object.
  private static String gapsOf(StreamLedger stream, Command.Replay replay) {
    return "{\"first\":%d,\"last\":%d,\"gaps\":%s}"
        .formatted(stream.first(), stream.last(), gapList(stream, replay));
  }

  /// What became of every number of the range, as a JSON object.
  private String account(StreamLedger stream, Command.Replay replay) {
    Ranges known = held.copy();
    for (StreamLedger.Gap gap : stream.gaps()) {
      known.add(gap.range().from(), gap.range().to());
    }
    long to = Math.min(replay.to(), stream.last());
    List<Ranges.Range> gone = replay.from() > to ? List.of() : known.gaps(replay.from(), to);
    return "{\"sent\":%d,\"last\":%d,\"gaps\":%s,\"gone\":%s,\"refused\":%s}"
        .formatted(
            sent, stream.last(), gapList(stream, replay), list(gone), list(refused.toList()));
  }

  private static String gapList(StreamLedger stream, Command.Replay replay) {
    List<String> gaps = new ArrayList<>();
    for (StreamLedger.Gap gap : stream.gaps()) {
      Range range = gap.range();
      long from = Math.max(range.from(), replay.from());
      long to = Math.min(range.to(), replay.to());
      if (from <= to) {
        gaps.add("{\"from\":%d,\"to\":%d,\"why\":\"%s\"}".formatted(from, to, gap.why().wire()));
      }
    }
    return joined(gaps);
  }

  private static String list(List<Ranges.Range> ranges) {
    return joined(
        ranges.stream()
            .map(range -> "{\"from\":%d,\"to\":%d}".formatted(range.from(), range.to()))
            .toList());
  }

  private static String joined(List<String> objects) {
    return objects.stream().limit(RANGES_TOLD_MAX).collect(Collectors.joining(",", "[", "]"));
  }
}
