package vn.binhduong.gateway.driver.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts of throwables, as a host would log them.
final class Thrown {
  private static final int DEPTH_MAX = 20;

  private Thrown() {}

  /// A throwable with its causes and what it suppressed, in one line.
  static String chain(Throwable thrown) {
    List<String> texts = new ArrayList<>();
    collect(thrown, texts);
    return String.join(" <- ", texts);
  }

  private static void collect(@Nullable Throwable thrown, List<String> texts) {
    if (thrown == null || texts.size() >= DEPTH_MAX) {
      return;
    }
    texts.add(thrown.toString());
    collect(thrown.getCause(), texts);
    for (Throwable suppressed : thrown.getSuppressed()) {
      collect(suppressed, texts);
    }
  }
}
