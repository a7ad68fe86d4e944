package vn.binhduong.gateway.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeapWatchTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final FakeHeap heap = new FakeHeap();
  private final Allocations allocations = new Allocations();
  private final List<String> heldBack = new ArrayList<>();
  private final List<Restart> restarts = new ArrayList<>();
  private final HeapWatch watch =
      new HeapWatch(heap, allocations, (device, why) -> heldBack.add(device), restarts::add);
  private long nowNanos;

  /// A heap of 1000 bytes, of which some are garbage.
  private static final class FakeHeap implements HeapWatch.Heap {
    private long live;
    private long garbage;
    private int collections;

    @Override
    public long usedBytes() {
      return live + garbage;
    }

    @Override
    public long bytesMax() {
      return 1000;
    }

    @Override
    public void collect() {
      collections++;
      garbage = 0;
    }
  }

  private void seconds(int count) {
    for (int i = 0; i < count; i++) {
      nowNanos += SECOND;
      watch.look(nowNanos);
    }
  }

  @Test
  void garbageIsNoReason() {
    heap.live = 200;
    heap.garbage = 700;
    seconds(1);
    assertThat(heap.collections).isEqualTo(1);
    heap.garbage = 700;
    seconds(10);
    assertThat(heap.collections).as("collections are rare").isEqualTo(1);
    assertThat(restarts).isEmpty();
    assertThat(heldBack).isEmpty();
  }

  // Closing the driver is enough where the driver held the memory.
  @Test
  void theDeviceThatTookTheMemoryIsClosedFirst() {
    allocations.add("hog", 600);
    allocations.add("well", 60);
    heap.live = 900;
    seconds(1);
    assertThat(heldBack).containsExactly("hog");
    heap.live = 200;
    seconds(30);
    assertThat(restarts).isEmpty();
  }

  @Test
  void whereThatDoesNotHelpTheProcessRestartsAndNamesIt() {
    allocations.add("hog", 600);
    heap.live = 900;
    seconds(1);
    assertThat(restarts).isEmpty();
    seconds(3);
    assertThat(restarts).hasSize(1);
    assertThat(restarts.getFirst().suspects()).isEqualTo(Set.of("hog"));
    assertThat(restarts.getFirst().reason())
        .isEqualTo("90 % of the heap in use, also after device hog was closed");
  }

  @Test
  void whereNobodyStandsOutTheProcessRestartsAndNamesNobody() {
    allocations.add("a", 300);
    allocations.add("b", 200);
    heap.live = 900;
    seconds(60);
    assertThat(restarts).as("somebody may still stand out").isEmpty();
    heap.live = 960;
    seconds(20);
    assertThat(heldBack).isEmpty();
    assertThat(restarts).hasSize(1);
    assertThat(restarts.getFirst().suspects()).isEmpty();
  }

  // One call that asks for too much is that call's failure, no more.
  @Test
  void anOutOfMemoryErrorInAHeapWithRoomIsNoReason() {
    heap.live = 300;
    watch.exhausted("greedy");
    seconds(5);
    assertThat(heap.collections).isEqualTo(1);
    assertThat(restarts).isEmpty();
    assertThat(heldBack).isEmpty();
  }

  @Test
  void anOutOfMemoryErrorInAFullHeapNamesItsDevice() {
    heap.live = 950;
    watch.exhausted("hog");
    seconds(1);
    assertThat(heldBack).containsExactly("hog");
  }
}
