package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;

/// The log as it is configured for the program, read back.
class LogTailTest {
  private static final System.Logger LOG = System.getLogger(LogTailTest.class.getName());

  @Test
  void theNewestLinesAreKeptOnOneLineEach() {
    LOG.log(Level.WARNING, "two\nlines", new IllegalStateException("why"));
    assertThat(LogTail.lines().getLast())
        .matches(
            "20\\d\\d-\\d\\d-\\d\\dT.*Z WARN LogTailTest two \\| lines"
                + " \\(java.lang.IllegalStateException\\)");
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 2 * LogTail.LINES_MAX; i++) {
      LOG.log(Level.INFO, "line " + i + " " + "x".repeat(1000));
    }
    assertThat(LogTail.lines()).hasSize(LogTail.LINES_MAX);
    assertThat(LogTail.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(600));
    assertThat(LogTail.lines().getLast()).contains("line " + (2 * LogTail.LINES_MAX - 1));
  }

  @Test
  void whatIsNotWorthALineIsNotKept() {
    LOG.log(Level.DEBUG, "not worth it");
    assertThat(LogTail.lines()).noneMatch(line -> line.contains("not worth it"));
  }
}
