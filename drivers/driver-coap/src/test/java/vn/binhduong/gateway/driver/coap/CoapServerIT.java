package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.testkit.DriverHarness;
import vn.binhduong.gateway.driver.testkit.EmittedSample;
import vn.binhduong.gateway.driver.testkit.LoopbackPort;

/// Requests of a node to a device with its server, over real sockets: what is kept, what is refused
/// and how.
@Timeout(60)
class CoapServerIT {
  private static final String PACK =
      "[{\"bn\":\"n7:\",\"n\":\"t\",\"v\":2731},{\"n\":\"h\",\"v\":55}]";

  private final AtomicLong nanos = new AtomicLong();
  private int port;
  private String more = "";
  private DriverHarness<CoapNodeSettings> device;
  private NodeClient node;

  @BeforeEach
  void start() throws Exception {
    port = LoopbackPort.free();
    node = new NodeClient(port);
    device =
        new DriverHarness<>(
                new CoapNodeFactory(),
                Yaml.node("path: nodes/7\nsilence: 60s\nqueue: 4\n" + PayloadsTest.CHANNELS))
            .ageMax(Duration.ofHours(1))
            .link(() -> server(more));
  }

  @AfterEach
  void stop() {
    node.close();
    device.close();
  }

  private CoapServer server(String settings) throws DriverException {
    return new CoapServer(
        Yaml.server("{security: none, port: %d%s}".formatted(port, settings)),
        "street",
        nanos::get);
  }

  private EmittedSample only() throws Exception {
    List<EmittedSample> samples = device.poll();
    assertThat(samples).hasSize(1);
    return samples.getFirst();
  }

  @Test
  void packsBecomeSamples() throws Exception {
    device.open();
    assertThat(node.post("nodes/7", 110, PACK).getCode()).isEqualTo(ResponseCode.CHANGED);
    device.advance(Duration.ofSeconds(5));
    EmittedSample sample = only();
    assertThat(sample.value("temperature")).isEqualTo(27.31);
    assertThat(sample.value("humidity")).isEqualTo(55);
    assertThat(sample.at())
        .as("when it came, not when it was polled")
        .isEqualTo(device.clock().instant().minusSeconds(5));
    assertThat(device.poll()).as("the same again").isEmpty();
  }

  @Test
  void relativeTimesLieInThePast() throws Exception {
    device.open();
    node.post("nodes/7", 110, "[{\"n\":\"n7:h\",\"v\":2},{\"n\":\"n7:h\",\"t\":-600,\"v\":1}]");
    assertThat(device.poll())
        .extracting(EmittedSample::at)
        .containsExactly(device.clock().instant().minusSeconds(600), device.clock().instant());
    assertThat(device.violations()).isEmpty();
  }

  // A pack of more than one block, and one byte too much.
  @Test
  void blocksArePutTogetherUpToABound() throws Exception {
    more = ", payload-bytes-max: 3000";
    device.open();
    String large = PACK + " ".repeat(3_000 - PACK.length());
    assertThat(node.post("nodes/7", 110, large).getCode()).isEqualTo(ResponseCode.CHANGED);
    assertThat(only().value("humidity")).isEqualTo(55);
    Response refused = node.post("nodes/7", 110, large + " ");
    assertThat(refused.getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
    assertThat(device.poll()).isEmpty();
  }

  // One datagram may hold more than a small bound, without any block.
  @Test
  void aSingleDatagramIsBoundedToo() throws Exception {
    more = ", payload-bytes-max: 100";
    device.open();
    String large = PACK + " ".repeat(101 - PACK.length());
    assertThat(node.post("nodes/7", 110, large).getCode())
        .isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
    assertThat(device.poll()).isEmpty();
  }

  @Test
  void malformedIsToldAndNothingOfItKept() throws Exception {
    device.open();
    Response refused = node.post("nodes/7", 110, "[{\"n\":\"n7:h\",\"v\":55},{\"n\":\"n7:t\"}]");
    assertThat(refused.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
    assertThat(refused.getPayloadString()).isEqualTo("record 2: neither a value nor a sum");
    assertThat(node.post("nodes/7", 50, PACK).getCode())
        .isEqualTo(ResponseCode.UNSUPPORTED_CONTENT_FORMAT);
    assertThat(node.post("nodes/7", -1, PACK).getCode())
        .isEqualTo(ResponseCode.UNSUPPORTED_CONTENT_FORMAT);
    assertThat(node.ask("nodes/7", new Request(Code.GET)).getCode())
        .isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
    assertThat(device.poll()).isEmpty();
    device.advance(Duration.ofSeconds(61));
    DriverException lost = catchThrowableOfType(DriverException.class, device::poll);
    assertThat(lost.kind()).as("it speaks, but not well").isEqualTo(Kind.PROTOCOL);
    node.post("nodes/7", 110, PACK);
    assertThat(device.poll()).hasSize(1);
    assertThat(device.logger().lines()).as("once per change").hasSize(2);
  }

  // Whoever does not know a path finds none.
  @Test
  void strangersFindNothing() throws Exception {
    device.open();
    assertThat(node.post("nodes/8", 110, PACK).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    assertThat(node.post("nodes", 110, PACK).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    Response listed = node.ask(".well-known/core", new Request(Code.GET));
    assertThat(listed.getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    assertThat(listed.getPayloadSize()).isZero();
  }

  @Test
  void addressesThatAreNotAllowedAreForbidden() throws Exception {
    more = ", allow: [10.0.0.0/8]";
    device.open();
    assertThat(node.post("nodes/7", 110, PACK).getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(node.post("nodes/8", 110, PACK).getCode()).isEqualTo(ResponseCode.FORBIDDEN);
    assertThat(device.poll()).isEmpty();
  }

  @Test
  void tooManyRequestsAreToldWhenToComeBack() throws Exception {
    more = ", requests-per-minute: 2";
    device.open();
    node.post("nodes/7", 110, PACK);
    node.post("nodes/7", 110, PACK);
    Response refused = node.post("nodes/7", 110, PACK);
    assertThat(refused.getCode()).isEqualTo(ResponseCode.TOO_MANY_REQUESTS);
    assertThat(refused.getOptions().getMaxAge()).isEqualTo(30);
    assertThat(device.poll()).hasSize(2);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(31));
    assertThat(node.post("nodes/7", 110, PACK).getCode()).isEqualTo(ResponseCode.CHANGED);
  }

  @Test
  void aFullQueueIsToldToTheNodeAndInTheLog() throws Exception {
    device.open();
    for (int i = 0; i < 4; i++) {
      assertThat(node.post("nodes/7", 110, PACK).getCode()).isEqualTo(ResponseCode.CHANGED);
    }
    Response full = node.post("nodes/7", 110, PACK);
    assertThat(full.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
    assertThat(full.getOptions().getMaxAge()).isEqualTo(CoapServer.RETRY_SECONDS);
    assertThat(device.poll()).hasSize(4);
    assertThat(device.logger().lines())
        .anyMatch(line -> line.text().contains("1 requests found no room among 4 samples"));
  }

  @Test
  void twoNodesShareOneServer() throws Exception {
    try (CoapServer shared = server("");
        var other =
            new DriverHarness<>(
                    new CoapNodeFactory(), Yaml.node("path: nodes/8\n" + PayloadsTest.CHANNELS))
                .link(() -> new Shared(shared))) {
      device.link(() -> new Shared(shared));
      device.open();
      other.open();
      node.post("nodes/8", 110, PACK);
      assertThat(device.poll()).isEmpty();
      assertThat(other.poll()).hasSize(1);
      device.closeDevice();
      assertThat(node.post("nodes/7", 110, PACK).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
      assertThat(node.post("nodes/8", 110, PACK).getCode()).isEqualTo(ResponseCode.CHANGED);
    }
  }

  /// A link that its harness does not close.
  private record Shared(CoapServer server) implements CoapServerLink {
    @Override
    public void enter(Inbox inbox) throws DriverException {
      server.enter(inbox);
    }

    @Override
    public void leave(Inbox inbox) {
      server.leave(inbox);
    }

    @Override
    public boolean isOpen() {
      return server.isOpen();
    }

    @Override
    public void close() {}
  }

  @Test
  void pathsAndPortsAreHadOnce() throws Exception {
    device.open();
    assertThat(catchThrowableOfType(DriverException.class, () -> server("")).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    try (CoapServer other =
        new CoapServer(
            Yaml.server("{security: none, port: %d}".formatted(LoopbackPort.free())), "other")) {
      var context =
          new DriverHarness<>(new CoapNodeFactory(), Yaml.node("path: a\n" + PayloadsTest.CHANNELS))
              .link(() -> new Shared(other));
      try (context;
          var same =
              new DriverHarness<>(
                      new CoapNodeFactory(), Yaml.node("path: a\n" + PayloadsTest.CHANNELS))
                  .link(() -> new Shared(other))) {
        context.open();
        assertThatThrownBy(same::open).hasMessageContaining("path: /a of coap-server other");
      }
    }
  }

  @Test
  void identitiesNeedKeys() throws Exception {
    String keys = "keys: [{identity: a, key: 00112233445566778899aabbccddeeff}]";
    device.link(
        () -> new CoapServer(Yaml.server("{port: %d, %s}".formatted(port, keys)), "street"));
    assertThatThrownBy(device::open)
        .hasMessageContaining("identity: expected one of the keys of coap-server street")
        .hasMessageNotContaining("0011");
  }

  @Test
  void aSilentNodeIsLost() throws Exception {
    device.open();
    device.advance(Duration.ofSeconds(60));
    assertThat(device.poll()).isEmpty();
    device.advance(Duration.ofSeconds(1));
    assertThat(catchThrowableOfType(DriverException.class, device::poll).kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  // Whatever comes to the port, the next good request is answered.
  @Test
  void garbageDatagramsAreSurvived() throws Exception {
    device.open();
    long seed = 20_261_128L;
    var random = new Random(seed);
    byte[] good = {
      0x50,
      0x02,
      0x12,
      0x34,
      (byte) 0xB5,
      'n',
      'o',
      'd',
      'e',
      's',
      0x01,
      '7',
      0x11,
      0x6E,
      (byte) 0xFF,
      '[',
      '{',
      '"',
      'n',
      '"',
      ':',
      '"',
      'n',
      '7',
      ':',
      'h',
      '"',
      ',',
      '"',
      'v',
      '"',
      ':',
      '5',
      '}',
      ']'
    };
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < 600; i++) {
        byte[] bad;
        if (i % 2 == 0) {
          bad = new byte[random.nextInt(1_500)];
          random.nextBytes(bad);
        } else {
          bad = good.clone();
          bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
          bad[3] = (byte) i;
        }
        socket.send(new DatagramPacket(bad, bad.length, at));
      }
    }
    nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
    device.poll();
    Response answer = node.post("nodes/7", 110, PACK);
    while (answer.getCode() == ResponseCode.TOO_MANY_REQUESTS
        || answer.getCode() == ResponseCode.SERVICE_UNAVAILABLE) {
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));
      device.poll();
      answer = node.post("nodes/7", 110, PACK);
    }
    assertThat(answer.getCode()).as("seed %d", seed).isEqualTo(ResponseCode.CHANGED);
    assertThat(device.poll().getLast().value("humidity")).isEqualTo(55);
    assertThat(device.violations()).isEmpty();
  }

  // A call of the device never waits for the server, and the server ends with all its threads.
  @Test
  void threadsAreFewNamedAndGoneAfterClose() throws Exception {
    var before = Thread.getAllStackTraces().keySet();
    CoapServer server = server("");
    node.post("nodes/7", 110, PACK);
    var more = new java.util.HashSet<>(Thread.getAllStackTraces().keySet());
    more.removeAll(before);
    assertThat(more).hasSizeLessThanOrEqualTo(Transport.THREADS + 2);
    long begin = System.nanoTime();
    server.close();
    server.close();
    for (Thread thread : more) {
      assertThat(thread.join(Duration.ofSeconds(1))).as("%s has ended", thread.getName()).isTrue();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
  }
}
