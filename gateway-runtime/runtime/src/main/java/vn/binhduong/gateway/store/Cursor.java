package vn.binhduong.gateway.store;

import java.util.List;

/// Reads the log in order, from its position to the head and on. For one thread; holds no
/// transaction and no file between two calls.
public interface Cursor {
  /// The next entries, at most `maxEntries` and at most about 1 MiB of blocks; empty when caught
  /// up. Waits for no commit. Entries of one block may come in several calls. A damaged block is
  /// skipped; its numbers then stand in a gap event.
  List<Stored> next(int maxEntries);

  /// Where the next call begins.
  Position position();
}
