package vn.binhduong.gateway.driver.mqtt;

import java.util.LinkedHashSet;

/// The source ids seen last, to know a message that comes again. For one thread.
final class SeenIds {
  /// How many are kept; the oldest is forgotten for each new one. With ids of 128 characters these
  /// are less than 0.5 MiB.
  static final int WINDOW = 1024;

  private final LinkedHashSet<String> ids = new LinkedHashSet<>();

  /// Keeps an id.
  ///
  /// @return false when it was seen already
  boolean add(String id) {
    if (!ids.add(id)) {
      return false;
    }
    if (ids.size() > WINDOW) {
      ids.removeFirst();
    }
    return true;
  }
}
