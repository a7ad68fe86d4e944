package vn.binhduong.gateway.driver.pi4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.GpioLink.Edge;

class DebounceTest {
  private static final long STAND = 10_000_000;
  private static final long MILLI = 1_000_000;

  private final Debounce one = new Debounce(STAND, false);
  private final Debounce two = new Debounce(STAND, false, false);

  // The time of an edge is that of the change, however late it is certain.
  @Test
  void anEdgeHasTheTimeOfTheChange() {
    assertThat(one.change(0, true, 1_234_567)).isEmpty();
    assertThat(one.settle(1_234_567 + STAND - 1)).isEmpty();
    assertThat(one.settle(1_234_567 + STAND)).containsExactly(new Edge(0, true, 1_234_567));
    assertThat(one.settle(1_234_567 + 2 * STAND)).isEmpty();
  }

  // A contact that bounces when it closes and when it opens is one pulse.
  @Test
  void bouncesAreOnePulse() {
    List<Edge> edges = new ArrayList<>();
    for (long nanos : new long[] {0, 100, 200 * MILLI}) {
      boolean closes = nanos < 200 * MILLI;
      edges.addAll(one.change(0, closes, nanos + 1));
      edges.addAll(one.change(0, !closes, nanos + 2));
      edges.addAll(one.change(0, closes, nanos + 3));
    }
    edges.addAll(one.settle(300 * MILLI));
    assertThat(edges).containsExactly(new Edge(0, true, 103), new Edge(0, false, 200 * MILLI + 3));
  }

  // What does not stand is nothing, also when nobody looked between.
  @Test
  void aSpikeIsNothing() {
    one.change(0, true, 0);
    assertThat(one.change(0, false, STAND - 1)).isEmpty();
    assertThat(one.settle(Long.MAX_VALUE)).isEmpty();
  }

  // A level that stood is told by the change that ends it, when nobody looked between: a gateway
  // that was busy for a second loses no pulse.
  @Test
  void nothingIsLostWhenNobodyLooks() {
    one.change(0, true, 0);
    assertThat(one.change(0, false, STAND)).containsExactly(new Edge(0, true, 0));
    assertThat(one.change(0, true, 2 * STAND)).containsExactly(new Edge(0, false, STAND));
  }

  // Two loops: the one that changed first comes first, also when both are certain at once.
  @Test
  void edgesComeInTheOrderInWhichTheyHappened() {
    two.change(1, true, 5);
    two.change(0, true, 6);
    assertThat(two.settle(6 + STAND)).containsExactly(new Edge(1, true, 5), new Edge(0, true, 6));
  }

  // Without debouncing every change counts at once.
  @Test
  void withoutDebouncingEveryChangeCounts() {
    var raw = new Debounce(0, true);
    assertThat(raw.change(0, false, 7)).containsExactly(new Edge(0, false, 7));
    assertThat(raw.change(0, true, 7)).containsExactly(new Edge(0, true, 7));
  }

  // How long the link may sleep: not past the moment at which a level counts.
  @Test
  void itTellsWhenItSettles() {
    assertThat(two.settlesInNanos(0)).isEmpty();
    two.change(1, true, 100);
    two.change(0, true, 200);
    assertThat(two.settlesInNanos(300)).hasValue(STAND - 200);
    assertThat(two.settlesInNanos(300 + STAND)).hasValue(0);
  }

  // System.nanoTime may begin anywhere, also shortly before it turns over.
  @Test
  void timeMayTurnOver() {
    long late = Long.MAX_VALUE - 5;
    one.change(0, true, late);
    assertThat(one.settle(late + STAND)).containsExactly(new Edge(0, true, late));
  }
}
