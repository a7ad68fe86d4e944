package vn.binhduong.gateway.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever the network does, the uplink comes back by itself, nothing is missing, and nothing is
/// given up on account of it.
@Tag("interop")
@Timeout(90)
class BadNetworkIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String BASE = "bd/v1/" + Site.GATEWAY + "/";

  @TempDir Path directory;
  private Mosquitto broker;
  private TcpProxy network;
  private Listener ioc;
  private Site site;

  @BeforeEach
  void start() throws Exception {
    broker = Mosquitto.start(folder("broker"));
    network = new TcpProxy(broker.port());
    ioc = Listener.on(broker.port());
    TestSettings settings = TestSettings.on(network.port());
    settings.progressTimeout = Duration.ofSeconds(1);
    settings.connectTimeout = Duration.ofSeconds(1);
    site = new Site(folder("data"), settings.make());
    site.measure(10);
    site.awaitDelivered(SOON);
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
    ioc.close();
    network.close();
    broker.close();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  private void assertComplete(long last) {
    site.awaitDelivered(SOON);
    Wait.until("all numbers", SOON, () -> ioc.numbers("aq1").size() >= last);
    assertThat(ioc.numbers("aq1"))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, last).boxed().collect(Collectors.toList()));
    assertThat(site.uplink.figures().quarantined()).isZero();
  }

  // No reset, no error, only silence: noticed by the want of acknowledgements, in connecting too.
  @Test
  void blackHole() throws Exception {
    network.blackHole(true);
    site.measure(10);
    Wait.until(
        () -> "noticed: " + site.uplink.figures(),
        SOON,
        () ->
            site.uplink.figures().failure().map(Failure::kind).orElse(null)
                == Failure.Kind.NO_PROGRESS);
    Wait.until(
        () -> "no answer: " + site.uplink.figures(),
        SOON,
        () ->
            site.uplink.figures().failure().map(Failure::kind).orElse(null)
                == Failure.Kind.NO_ANSWER);
    site.measure(10);
    network.blackHole(false);
    assertComplete(30);
  }

  // A NAT box forgot the connection: what is sent vanishes or is answered by a reset.
  @Test
  void halfOpen() throws Exception {
    network.halfOpen();
    site.measure(10);
    assertComplete(20);
    assertThat(site.uplink.figures().connects()).isGreaterThan(1);
  }

  // The link dies in the middle of packets, again and again, each time a little later.
  @Test
  void resetInThePacket() throws Exception {
    for (int bytes = 150; bytes < 3_000; bytes += 550) {
      network.resetAfter(bytes);
      network.refuse(true);
      network.refuse(false);
      site.measure(20);
      int before = network.connections();
      Wait.until("two more attempts", SOON, () -> network.connections() >= before + 2);
    }
    network.resetAfter(Long.MAX_VALUE);
    assertComplete(130);
  }

  // Closing keeps its bound although nobody answers.
  @Test
  void closesInTimeWithoutAnAnswer() throws Exception {
    network.blackHole(true);
    site.measure(10);
    site.store.commitNow();
    long start = System.nanoTime();
    site.uplink.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(site.uplink.figures().state()).isEqualTo(LinkState.CLOSED);
  }

  // The gateway dies without a word: the broker says so in its place, after the Will Delay of 30 s.
  @Test
  void theWillSpeaksWhenTheGatewayCannot() throws Exception {
    network.refuse(true);
    Wait.until(
        "will",
        Duration.ofSeconds(45),
        () -> ioc.on(BASE + "state").getLast().text().contains("\"online\":false"));
    network.refuse(false);
    Wait.until(
        "online again",
        SOON,
        () -> ioc.on(BASE + "state").getLast().text().contains("\"online\":true"));
  }
}
