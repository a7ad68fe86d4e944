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
import vn.binhduong.gateway.store.GapReason;
import vn.binhduong.gateway.store.Stored;
import vn.binhduong.gateway.store.StreamLedger;

/// Sends ranges again that the IOC asks for: one at a time, last of all lanes.
///
/// A request is answered twice: `accepted` with the gaps of the range, and when all is through `ok`
/// with what became of every number of it up to `last`, the last one given when it began. Each is
/// one of these, and only one:
/// - `sent` how many went, and arrived: all numbers that the following do not name;
/// - `gaps` those that will never come, with the reason, as gap records said before;
/// - `gone` those that were delivered once and are no longer held, since delivered data is kept for
///   the retention only. A gap record `dropped` of them is made then, so that the account of an IOC
///   that has lost them closes; who asks again finds them in `gaps`;
/// - `refused` those that the broker does not take.
///
/// A stream of an earlier epoch of which damage left nothing is answered at once: all is `lost`.
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
  private Ranges arrived = new Ranges();
  private Ranges refused = new Ranges();
  private long next;
  private long last;
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
    if (log.disown(replay.epoch(), replay.device(), replay.to())) {
      var lost = new Gap(new Ranges.Range(replay.from(), replay.to()), GapReason.LOST);
      return Answer.ok(replay.id(), result(0, replay.to(), List.of(lost), List.of(), new Ranges()));
    }
    StreamLedger stream = find(replay);
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
    return new Answer(
        replay.id(),
        Answer.Status.ACCEPTED,
        List.of(),
        "{\"first\":%d,\"last\":%d,\"gaps\":%s}"
            .formatted(stream.first(), stream.last(), gapList(gaps(stream, replay, new Ranges()))));
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
      StreamLedger stream = find(replay);
      last = stream == null ? 0 : stream.last();
      arrived = new Ranges();
      refused = new Ranges();
    }
    if (ready.isEmpty() && next <= upTo(replay)) {
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
    (delivered ? arrived : refused).add(batch.from(), batch.to());
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
    if (replay == null || next <= upTo(replay) || !ready.isEmpty() || inFlight > 0) {
      return null;
    }
    current = null;
    StreamLedger stream = find(replay);
    return stream == null
        ? Answer.not(
            replay.id(),
            Answer.Status.FAILED,
            new Problem("ep, dev", "the stream is gone", "a stream that this gateway holds"))
        : account(stream, replay);
  }

  /// Whether there is anything to do.
  boolean isIdle() {
    return current == null && waiting.isEmpty();
  }

  /// The last number that it can be about: later ones are no part of it.
  private long upTo(Command.Replay replay) {
    return Math.min(replay.to(), last);
  }

  private void read(Command.Replay replay, long now) {
    long to = upTo(replay);
    List<Stored> entries = log.range(replay.epoch(), replay.device(), next, to, READ_MAX);
    for (Stored stored : entries) {
      batcher.add(new Item(stored, wall.apply(stored.entry().at())), now);
    }
    batcher.closeAll();
    next = entries.size() < READ_MAX ? to + 1 : entries.getLast().seq() + 1;
  }

  private @Nullable StreamLedger find(Command.Replay replay) {
    for (StreamLedger stream : log.ledger()) {
      if (stream.epoch().equals(replay.epoch()) && stream.device().equals(replay.device())) {
        return stream;
      }
    }
    return null;
  }

  /// What became of every number of the range.
  private Answer account(StreamLedger stream, Command.Replay replay) {
    Ranges known = arrived.copy();
    List<Gap> gaps = gaps(stream, replay, known);
    Ranges untaken = refused.copy();
    known.toList().forEach(range -> untaken.remove(range.from(), range.to()));
    untaken.toList().forEach(range -> known.add(range.from(), range.to()));
    List<Ranges.Range> gone = new ArrayList<>();
    for (Ranges.Range rest : rest(replay, known)) {
      log.disclaim(replay.epoch(), replay.device(), rest.from(), rest.to())
          .forEach(range -> gone.add(new Ranges.Range(range.from(), range.to())));
    }
    gone.forEach(range -> known.add(range.from(), range.to()));
    List<Ranges.Range> unread = rest(replay, known);
    String result = result(arrived.count(), last, gaps, gone, untaken);
    if (unread.isEmpty()) {
      return Answer.ok(replay.id(), result);
    }
    return new Answer(
        replay.id(),
        Answer.Status.FAILED,
        List.of(
            new Problem(
                "from, to",
                list(unread),
                "numbers that can be read now; what is damaged is salvaged, ask again")),
        result);
  }

  private List<Ranges.Range> rest(Command.Replay replay, Ranges known) {
    return replay.from() > upTo(replay) ? List.of() : known.gaps(replay.from(), upTo(replay));
  }

  /// Numbers of a stream that never come.
  private record Gap(Ranges.Range range, GapReason why) {}

  /// The gaps of the range but for numbers that are known already; they are known then.
  private List<Gap> gaps(StreamLedger stream, Command.Replay replay, Ranges known) {
    List<Gap> gaps = new ArrayList<>();
    for (StreamLedger.Gap gap : stream.gaps()) {
      long from = Math.max(gap.range().from(), replay.from());
      long to = Math.min(gap.range().to(), replay.to());
      for (Ranges.Range range : known.gaps(from, to)) {
        gaps.add(new Gap(range, gap.why()));
        known.add(range.from(), range.to());
      }
    }
    return gaps;
  }

  private static String result(
      long sent, long last, List<Gap> gaps, List<Ranges.Range> gone, Ranges refused) {
    return "{\"sent\":%d,\"last\":%d,\"gaps\":%s,\"gone\":%s,\"refused\":%s}"
        .formatted(sent, last, gapList(gaps), list(gone), list(refused.toList()));
  }

  private static String gapList(List<Gap> gaps) {
    return joined(
        gaps.stream()
            .map(
                gap ->
                    "{\"from\":%d,\"to\":%d,\"why\":\"%s\"}"
                        .formatted(gap.range().from(), gap.range().to(), gap.why().wire()))
            .toList());
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
