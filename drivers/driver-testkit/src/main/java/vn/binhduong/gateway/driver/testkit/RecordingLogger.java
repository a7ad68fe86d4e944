package vn.binhduong.gateway.driver.testkit;

import java.text.MessageFormat;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Keeps every line that a driver logs, at every level. Thread-safe.
public final class RecordingLogger implements System.Logger {
  /// One line of the log.
  ///
  /// @param level its level
  /// @param text the message with its parameters filled in, and the text of the throwable
  public record Line(Level level, String text) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /// What was logged, oldest first.
  public List<Line> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String getName() {
    return "driver under test";
  }

  @Override
  public boolean isLoggable(Level level) {
    return level != Level.OFF;
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    lines.add(new Line(level, message + (thrown == null ? "" : ": " + Thrown.chain(thrown))));
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      @Nullable Object @Nullable ... parameters) {
    boolean plain = format == null || parameters == null || parameters.length == 0;
    lines.add(new Line(level, plain ? "" + format : MessageFormat.format(format, parameters)));
  }
}
