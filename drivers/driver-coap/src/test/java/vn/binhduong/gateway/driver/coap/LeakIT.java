package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// A server that is opened and closed for years keeps no thread and no socket, with DTLS neither;
/// the contract suite says so of one without.
@Timeout(120)
class LeakIT {
  private static final int CYCLES = 200;
  private static final int OBSERVER_CYCLES = 100;
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @Test
  void serversWithDtls() throws Exception {
    String settings =
        "{port: %d, keys: [{identity: a, key: %s}]}"
            .formatted(LoopbackPort.free(), ObservedNode.KEY);
    new CoapServer(Yaml.server(settings), "first").close();
    Set<Thread> threads = threads();
    long descriptors = descriptors();
    for (int i = 0; i < CYCLES; i++) {
      new CoapServer(Yaml.server(settings), "cycle").close();
    }
    assertNoMore(threads, descriptors);
  }

  // With a handshake in each.
  @Test
  void observersWithDtls() throws Exception {
    try (var node = new ObservedNode(LoopbackPort.free(), true, true);
        var device = new DriverHarness<>(new CoapObserveFactory(), node.settings(true, ""))) {
      device.open();
      device.closeDevice();
      Set<Thread> threads = threads();
      long descriptors = descriptors();
      for (int i = 0; i < OBSERVER_CYCLES; i++) {
        device.open();
        device.closeDevice();
      }
      assertNoMore(threads, descriptors);
      assertThat(node.gets.get()).isEqualTo(OBSERVER_CYCLES + 1);
    }
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(DESCRIPTORS)) {
      return open.count();
    }
  }

  private static void assertNoMore(Set<Thread> before, long descriptors) throws Exception {
    Set<Thread> more = threads();
    more.removeAll(before);
    for (Thread thread : more) {
      assertThat(thread.join(Duration.ofSeconds(2))).as("%s has ended", thread.getName()).isTrue();
    }
    assertThat(descriptors()).as("file descriptors").isLessThanOrEqualTo(descriptors + 3);
  }
}
