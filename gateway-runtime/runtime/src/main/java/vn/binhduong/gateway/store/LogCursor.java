package vn.binhduong.gateway.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The [Cursor] over a log that may be opened anew in between. Holds at most one batch of raw
/// blocks and one decoded block.
final class LogCursor implements Cursor {
  private static final int READ_BLOCKS_MAX = 64;
  private static final long READ_BYTES_MAX = 1 << 20;

  private final Supplier<@Nullable Log> logs;
  private final Predicate<String> devices;
  private final Selection selection;
  private final Deque<RawBlock> raws = new ArrayDeque<>();
  private @Nullable Segment segment;
  private List<Stored> current = List.of();
  private Position position;
  private long rewrites;

  LogCursor(
      Supplier<@Nullable Log> logs, Position from, Predicate<String> devices, Selection selection) {
    this.logs = logs;
    this.position = from;
    this.devices = devices;
    this.selection = selection;
  }

  @Override
  public Position position() {
    return position;
  }

  @Override
  public List<Stored> next(int maxEntries) {
    Log log = logs.get();
    List<Stored> found = new ArrayList<>();
    if (log == null) {
      return found;
    }
    forgetRewritten(log);
    long bytes = 0;
    while (found.size() < maxEntries) {
      if (position.index() >= current.size()
          || current.getFirst().position().block() != position.block()) {
        if (bytes >= READ_BYTES_MAX && !found.isEmpty()) {
          break;
        }
        long read = advance(log);
        if (read == 0) {
          break;
        }
        bytes += read;
        continue;
      }
      Stored stored = current.get(position.index());
      position = position.next();
      if (wanted(log, stored)) {
        found.add(stored);
      }
    }
    return found;
  }

  /// What was read ahead of a segment that was rewritten since is read again, from the beginning of
  /// the block: rather twice than not at all.
  private void forgetRewritten(Log log) {
    if (log.rewrites() == rewrites) {
      return;
    }
    rewrites = log.rewrites();
    Segment read = segment;
    if (read != null && log.segment(read.number()) != read) {
      raws.clear();
      current = List.of();
      segment = null;
      position = new Position(position.block(), 0);
    }
  }

  private boolean wanted(Log log, Stored stored) {
    String device = stored.entry().device();
    return devices.test(device)
        && (selection == Selection.ALL
            || log.streams().pending(new StreamKey(stored.epoch(), device), stored.seq()));
  }

  /// Makes the next block current. Gives its size, 0 at the head.
  private long advance(Log log) {
    long wantedBlock =
        current.isEmpty() || current.getFirst().position().block() != position.block()
            ? position.block()
            : position.block() + 1;
    while (true) {
      RawBlock raw = raws.pollFirst();
      Segment from = segment;
      if (raw == null || from == null || raw.number() < wantedBlock) {
        if (raw != null && from != null) {
          continue;
        }
        if (!fill(log, wantedBlock)) {
          return 0;
        }
        continue;
      }
      try {
        current = from.decode(raw).stored();
        int index = raw.number() == position.block() ? position.index() : 0;
        position = new Position(raw.number(), index);
        return raw.body().length;
      } catch (SQLException | IOException e) {
        raws.clear();
        log.damaged(from, e);
        wantedBlock = raw.number() + 1;
      }
    }
  }

  private boolean fill(Log log, long fromBlock) {
    long block = fromBlock;
    while (true) {
      Segment next = log.segmentOf(block);
      if (next == null) {
        return false;
      }
      if (!interesting(log, next)) {
        block = next.summary().lastBlock() + 1;
        continue;
      }
      segment = next;
      try {
        raws.addAll(next.read(block, READ_BLOCKS_MAX, READ_BYTES_MAX));
      } catch (SQLException e) {
        log.damaged(next, e);
      }
      if (!raws.isEmpty()) {
        return true;
      }
      block = next.summary().lastBlock() + 1;
    }
  }

  private boolean interesting(Log log, Segment candidate) {
    for (Map.Entry<StreamKey, List<Range>> stream : candidate.summary().streams().entrySet()) {
      if (devices.test(stream.getKey().device())
          && (selection == Selection.ALL
              || stream.getValue().stream()
                  .anyMatch(range -> !log.streams().pending(stream.getKey(), range).isEmpty()))) {
        return true;
      }
    }
    return false;
  }
}
