package vn.binhduong.gateway.uplink;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.store.Cursor;
import vn.binhduong.gateway.store.Position;
import vn.binhduong.gateway.store.Stored;

/// A cursor that can look at the next entry without taking it.
final class LogReader {
  /// Entries read from the store at a time.
  private static final int READ_MAX = 256;

  private final Cursor cursor;
  private final Deque<Stored> ahead = new ArrayDeque<>();

  LogReader(Cursor cursor) {
    this.cursor = cursor;
  }

  /// The next entry, or null when caught up.
  @Nullable Stored peek() {
    if (ahead.isEmpty()) {
      ahead.addAll(cursor.next(READ_MAX));
    }
    return ahead.peek();
  }

  /// Takes what `peek` gave.
  void take() {
    ahead.remove();
  }

  /// Where the next entry stands, or will stand.
  Position position() {
    Stored next = ahead.peek();
    return next == null ? cursor.position() : next.position();
  }
}
