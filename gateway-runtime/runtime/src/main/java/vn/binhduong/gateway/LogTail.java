package vn.binhduong.gateway;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Keeps the newest lines of the log in memory, for who asks from afar. Made by logback, which
/// reads of it in `logback.xml`; there is one log in a process, so there is one tail.
public final class LogTail extends AppenderBase<ILoggingEvent> {
  /// Lines kept.
  static final int LINES_MAX = 200;

  /// Longer messages are cut, characters.
  static final int MESSAGE_CHARACTERS_MAX = 500;

  private static final Deque<String> LINES = new ArrayDeque<>();

  /// For logback.
  public LogTail() {}

  @Override
  protected void append(ILoggingEvent event) {
    String logger = event.getLoggerName();
    String message = event.getFormattedMessage().replaceAll("[\\r\\n]+", " | ");
    String line =
        "%s %s %s %s%s"
            .formatted(
                event.getInstant().truncatedTo(ChronoUnit.MILLIS),
                event.getLevel(),
                logger.substring(logger.lastIndexOf('.') + 1),
                message.length() <= MESSAGE_CHARACTERS_MAX
                    ? message
                    : message.substring(0, MESSAGE_CHARACTERS_MAX) + "…",
                event.getThrowableProxy() == null
                    ? ""
                    : " (%s)".formatted(event.getThrowableProxy().getClassName()));
    synchronized (LINES) {
      LINES.addLast(line);
      if (LINES.size() > LINES_MAX) {
        LINES.removeFirst();
      }
    }
  }

  /// The lines, the oldest first.
  static List<String> lines() {
    synchronized (LINES) {
      return List.copyOf(LINES);
    }
  }
}
