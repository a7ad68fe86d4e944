package vn.binhduong.gateway.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllocationsTest {
  private static final long HEAP = 1_600;

  private final Allocations allocations = new Allocations();

  @Test
  void whoAllocatedMostOfAllIsNamed() {
    allocations.add("a", 100);
    allocations.add("b", 25);
    assertThat(allocations.culprit(HEAP)).contains("a");
  }

  // To name the wrong one would take a good sensor away.
  @Test
  void whoDoesNotStandOutIsNotNamed() {
    allocations.add("a", 100);
    allocations.add("b", 26);
    assertThat(allocations.culprit(HEAP)).isEmpty();
  }

  @Test
  void whoAllocatedLittleIsNotNamed() {
    allocations.add("a", 99);
    assertThat(allocations.culprit(HEAP)).isEmpty();
  }

  @Test
  void anErrorNamesItsDeviceUnlessSeveralHadOne() {
    allocations.exhausted("a");
    assertThat(allocations.culprit(HEAP)).contains("a");
    allocations.exhausted("b");
    assertThat(allocations.culprit(HEAP)).isEmpty();
    allocations.reset();
    allocations.exhausted("b");
    assertThat(allocations.culprit(HEAP)).contains("b");
  }

  @Test
  void nothingIsCountedBeforeItBegins() {
    allocations.count("a", allocations.ofThisThread());
    assertThat(allocations.culprit(1)).isEmpty();
    allocations.begin();
    long before = allocations.ofThisThread();
    byte[] taken = new byte[1 << 20];
    allocations.count("a", before);
    assertThat(taken).hasSize(1 << 20);
    assertThat(allocations.culprit(HEAP)).contains("a");
  }
}
