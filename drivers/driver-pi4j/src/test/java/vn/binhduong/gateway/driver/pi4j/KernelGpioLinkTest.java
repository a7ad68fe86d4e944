package vn.binhduong.gateway.driver.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.GpioLink.Edge;

/// The link on lines in the process; on those of a kernel it is seen by
/// `scripts/try-kernel-devices`.
class KernelGpioLinkTest {
  private static final Duration STAND = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Lines lines = new Lines();

  /// Lines that hand out what the test put in. A wait without changes ends at once.
  private static final class Lines implements InputLines {
    private final List<Change> waiting = new ArrayList<>();
    private boolean active;
    private boolean gone;
    private int closed;

    @Override
    public synchronized List<Change> changes(Duration timeout) throws DriverException {
      if (gone) {
        throw DriverException.unavailable("No such device (errno 19)");
      }
      var changes = List.copyOf(waiting);
      waiting.clear();
      if (!changes.isEmpty()) {
        active = changes.getLast().active();
      }
      return changes;
    }

    @Override
    public boolean isActive(int input) throws DriverException {
      if (gone) {
        throw DriverException.unavailable("No such device (errno 19)");
      }
      return active;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private KernelGpioLink open() throws DriverException {
    return new KernelGpioLink("gpio rain", 1, STAND, lines);
  }

  // The time that the kernel saw it, however late it is fetched.
  @Test
  void anEdgeHasTheTimeOfTheKernel() throws Exception {
    try (var link = open()) {
      long then = System.nanoTime() - 3_000_000_000L;
      lines.waiting.add(new InputLines.Change(0, true, then, 1));
      lines.waiting.add(new InputLines.Change(0, false, then + 500_000_000L, 2));
      assertThat(link.next(LONG)).contains(new Edge(0, true, then));
      assertThat(link.next(LONG)).contains(new Edge(0, false, then + 500_000_000L));
      assertThat(link.next(Duration.ofMillis(1))).isEmpty();
    }
  }

  // What has only just changed is an edge once it has stood, without another change.
  @Test
  void aLevelIsAnEdgeOnceItHasStood() throws Exception {
    try (var link = open()) {
      long now = System.nanoTime();
      lines.waiting.add(new InputLines.Change(0, true, now, 1));
      assertThat(link.next(LONG)).contains(new Edge(0, true, now));
      assertThat(System.nanoTime() - now).isGreaterThanOrEqualTo(STAND.toNanos());
    }
  }

  // A number that is missing is a change that the kernel threw away: a count cannot be exact any
  // more, and that is said, once; what was kept is not thrown away with it.
  @Test
  void lostChangesAreToldAndTheOthersCount() throws Exception {
    try (var link = open()) {
      lines.waiting.add(new InputLines.Change(0, true, 1, 1));
      lines.waiting.add(new InputLines.Change(0, false, 300_000_000, 12));
      lines.waiting.add(new InputLines.Change(0, true, 600_000_000, 13));
      assertThatThrownBy(() -> link.next(LONG))
          .isInstanceOfSatisfying(
              DriverException.class,
              e -> assertThat(e.kind()).isEqualTo(DriverException.Kind.UNAVAILABLE))
          .hasMessage(
              "gpio rain: 10 changes came faster than they could be kept; does a contact chatter?");
      assertThat(link.next(LONG)).contains(new Edge(0, true, 1));
      assertThat(link.next(LONG)).contains(new Edge(0, false, 300_000_000));
      assertThat(link.next(LONG)).contains(new Edge(0, true, 600_000_000));
    }
  }

  // Also the very first ones count.
  @Test
  void changesThatWereLostAtFirstAreTold() throws Exception {
    try (var link = open()) {
      lines.waiting.add(new InputLines.Change(0, true, 1, 3));
      assertThatThrownBy(() -> link.next(LONG)).hasMessageContaining("2 changes came faster");
    }
  }

  // A change whose interrupt went missing is found out all the same: a door is not open for hours
  // that was closed.
  @Test
  void aMissedChangeIsFound() throws Exception {
    try (var link = open()) {
      long before = System.nanoTime();
      lines.active = true;
      Edge edge = link.next(LONG).orElseThrow();
      assertThat(edge.active()).isTrue();
      assertThat(edge.nanos()).isBetween(before, System.nanoTime());
      assertThat(link.next(Duration.ofMillis(50))).isEmpty();
    }
  }

  // A chip that goes must not look like a contact at rest.
  @Test
  void aChipThatGoesIsTold() throws Exception {
    try (var link = open()) {
      lines.gone = true;
      assertThatThrownBy(() -> link.next(LONG)).hasMessage("No such device (errno 19)");
      assertThatThrownBy(() -> link.isActive(0)).hasMessage("No such device (errno 19)");
    }
  }

  // A chip that goes while it is opened leaves no lines held.
  @Test
  void linesAreGivenBackWhenOpeningFails() {
    lines.gone = true;
    assertThatThrownBy(this::open).isInstanceOf(DriverException.class);
    assertThat(lines.closed).isEqualTo(1);
  }

  @Test
  void aClosedLinkIsOfNoUse() throws Exception {
    var link = open();
    link.close();
    assertThatThrownBy(() -> link.next(LONG)).hasMessage("gpio rain: closed");
    assertThatThrownBy(() -> link.isActive(0)).hasMessage("gpio rain: closed");
    assertThat(lines.closed).isPositive();
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    try (var link = open()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> link.next(LONG)).isInstanceOf(InterruptedException.class);
    }
  }
}
