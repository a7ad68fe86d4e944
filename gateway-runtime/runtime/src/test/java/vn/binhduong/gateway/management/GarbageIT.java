package vn.binhduong.gateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.MessageFormatException;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.config.AtomicFile;
import vn.binhduong.gateway.management.objects.FakeGateway;

/// A server that sends nonsense, over plain CoAP so that every byte arrives: the client goes on,
/// changes nothing it should not, and keeps no memory of it. `-Dgarbage.seed=N` for other nonsense,
/// `-Dgarbage.messages=N` for more.
@Timeout(180)
@Tag("interop")
class GarbageIT {
  private static final long SEED = Long.getLong("garbage.seed", 7);
  private static final int MESSAGES = Integer.getInteger("garbage.messages", 3_000);
  private static final int OBSERVES = 1_000;
  private static final int BYTES_MAX = 2_048;
  private static final int PATIENCE_MILLIS = 10_000;

  /// What the corpus and a thousand observes may cost that stays, bytes.
  private static final long HEAP_GROWTH_MAX = 8 << 20;

  private static final List<String> PATHS =
      List.of(
          "3/0/0",
          "3/0/13",
          "3/0/4/1",
          "3303/0/5700",
          "33001/0",
          "19/0/0",
          "19/1/0",
          "5/0/1",
          "18830/0/0",
          "7/0/8",
          "0",
          "0/0",
          "1/0/1",
          "1/0/23",
          "9/0",
          "20/0/4014",
          "65535/1/1",
          "3303",
          "",
          "a/b",
          "4294967296",
          "3/0/11/0/0",
          "rd",
          ".well-known/core",
          "bs");
  private static final int[] FORMATS = {0, 40, 42, 60, 110, 112, 11542, 11543, 11544, 65000};

  @TempDir private Path temp = Path.of("");
  private final Random random = new Random(SEED);
  private final List<ManagementState> states = new CopyOnWriteArrayList<>();
  private DatagramSocket server;
  private FakeGateway street;
  private Management management;
  private InetSocketAddress client;
  private int mid;
  private int answers;

  @BeforeEach
  void register() throws Exception {
    server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    server.setSoTimeout(PATIENCE_MILLIS);
    street = new FakeGateway(temp.resolve("street"));
    street.measureAll();
    management =
        new Management(
            new ManagementSettings(
                URI.create("coap://127.0.0.1:" + server.getLocalPort()),
                null,
                null,
                null,
                null,
                null,
                null,
                Duration.ofHours(1),
                false,
                null),
            "gw",
            0.5,
            new RunningClient.Unit(),
            new NoActions(),
            street.objects,
            new AccountFile(temp.resolve("account"), AtomicFile::write),
            states::add);
    client = answerRegistration();
  }

  @AfterEach
  void close() {
    management.close();
    server.close();
  }

  /// As a server would: 2.01 with a place.
  private InetSocketAddress answerRegistration() throws Exception {
    while (true) {
      var packet = new DatagramPacket(new byte[64 << 10], 64 << 10);
      server.receive(packet);
      if (parse(packet) instanceof Request request && request.getCode() == CoAP.Code.POST) {
        Response created = new Response(CoAP.ResponseCode.CREATED);
        created.setType(CoAP.Type.ACK);
        created.setMID(request.getMID());
        created.setToken(request.getToken());
        created.getOptions().addLocationPath("rd").addLocationPath("1");
        var from = (InetSocketAddress) packet.getSocketAddress();
        send(new UdpDataSerializer().getByteArray(created), from);
        return from;
      }
    }
  }

  private static @Nullable Message parse(DatagramPacket packet) {
    try {
      return new UdpDataParser()
          .parseMessage(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
    } catch (MessageFormatException e) {
      return null;
    }
  }

  private void send(byte[] bytes, InetSocketAddress to) throws IOException {
    server.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// A request that is CoAP, perhaps to nowhere, with a payload that is nonsense.
  private Request request() {
    Request request = new Request(any(List.of(CoAP.Code.values())), CoAP.Type.CON);
    request.setURI("coap://127.0.0.1/" + any(PATHS));
    if (!request.isIntendedPayload()) {
      request.setUnintendedPayload();
    }
    if (random.nextBoolean()) {
      request.getOptions().setContentFormat(FORMATS[random.nextInt(FORMATS.length)]);
      request.setPayload(payload());
    }
    if (random.nextInt(3) == 0) {
      request.getOptions().setAccept(FORMATS[random.nextInt(FORMATS.length)]);
    }
    if (random.nextInt(5) == 0) {
      // Blocks of 512 bytes hold any payload of ours; our own serializer checks that.
      int size = request.getPayloadSize() > 0 ? 5 + random.nextInt(2) : random.nextInt(7);
      request.getOptions().setBlock1(size, random.nextBoolean(), random.nextInt(1000));
    }
    if (random.nextInt(5) == 0) {
      request.getOptions().setBlock2(random.nextInt(7), random.nextBoolean(), random.nextInt(1000));
    }
    if (random.nextInt(5) == 0) {
      request.getOptions().addUriQuery(any(List.of("pmin=-1", "pmax=x", "gt=NaN", "st=", "=", "")));
    }
    return identified(request);
  }

  private byte[] payload() {
    return switch (random.nextInt(5)) {
      case 0 -> "[{\"n\":\"/3/0/0\",\"v\":".getBytes(StandardCharsets.UTF_8);
      case 1 -> "[{\"bn\":\"/19/0/\",\"n\":\"0\",\"vd\":\"!!\"}]".getBytes(StandardCharsets.UTF_8);
      case 2 -> new byte[] {(byte) 0x9f, (byte) 0xbf, 0x7f, (byte) 0xff};
      case 3 -> new byte[] {(byte) 0xc8, 0x00, (byte) 0xff, (byte) 0xff, 1, 2, 3};
      default -> bytes(300);
    };
  }

  private Request identified(Request request) {
    mid = (mid + 1) & 0xFFFF;
    request.setMID(mid);
    request.setToken(new Token(new byte[] {(byte) (mid >> 8), (byte) mid, 7}));
    return request;
  }

  private byte[] nonsense() {
    byte[] message = new UdpDataSerializer().getByteArray(request());
    return switch (random.nextInt(6)) {
      case 0 -> bytes(200);
      case 1 -> java.util.Arrays.copyOf(message, random.nextInt(message.length));
      case 2 -> {
        message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        yield message;
      }
      default -> message;
    };
  }

  /// Reads a resource and waits for the answer to just that.
  private Response read(String path) throws IOException {
    Request request = new Request(CoAP.Code.GET, CoAP.Type.CON);
    request.setURI("coap://127.0.0.1/" + path);
    byte[] bytes = new UdpDataSerializer().getByteArray(identified(request));
    long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    send(bytes, client);
    while (System.nanoTime() < end) {
      var packet = new DatagramPacket(new byte[BYTES_MAX], BYTES_MAX);
      try {
        server.receive(packet);
      } catch (SocketTimeoutException e) {
        break;
      }
      if (parse(packet) instanceof Response response
          && response.getToken().equals(request.getToken())) {
        return response;
      }
    }
    throw new AssertionError("no answer to " + path);
  }

  /// What came so far is thrown away, as fast as it comes; answers are counted.
  private void drain() throws IOException {
    server.setSoTimeout(1);
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[BYTES_MAX], BYTES_MAX);
        server.receive(packet);
        if (parse(packet) instanceof Response) {
          answers++;
        }
      }
    } catch (SocketTimeoutException e) {
      server.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  private static long heap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static int threads() {
    return Thread.getAllStackTraces().size();
  }

  @Test
  void nonsenseIsAnsweredOrDroppedAndChangesNothing() throws Exception {
    String maker = read("3/0/0").getPayloadString();
    String lifetime = read("1/0/1").getPayloadString();
    for (int i = 0; i < 300; i++) { // so that the first use of every path is behind us
      send(nonsense(), client);
      drain();
    }
    int threads = threads();
    long heap = heap();
    for (int i = 0; i < MESSAGES; i++) {
      send(nonsense(), client);
      drain();
      if (i % 500 == 0) {
        assertThat(read("3/0/0").getCode())
            .as("message %d", i)
            .isEqualTo(CoAP.ResponseCode.CONTENT);
      }
    }
    assertThat(read("3/0/0").getPayloadString()).as("manufacturer").isEqualTo(maker);
    assertThat(read("3303/0/5700").getCode()).isEqualTo(CoAP.ResponseCode.CONTENT);
    assertThat(read("1/0/1").getPayloadString()).as("lifetime").isEqualTo(lifetime);
    assertThat(threads()).isLessThanOrEqualTo(threads + 2);
    assertThat(heap() - heap).as("bytes that stayed").isLessThan(HEAP_GROWTH_MAX);
  }

  @Test
  void aThousandObservesAreBounded() throws Exception {
    assertThat(read("3303/0/5700").getCode()).isEqualTo(CoAP.ResponseCode.CONTENT);
    long heap = heap();
    int threads = threads();
    for (int i = 0; i < OBSERVES; i++) {
      Request observe = new Request(CoAP.Code.GET, CoAP.Type.CON);
      observe.setURI("coap://127.0.0.1/3303/0/5700");
      observe.setObserve();
      send(new UdpDataSerializer().getByteArray(identified(observe)), client);
      drain();
    }
    assertThat(answers).as("answers to %d observes", OBSERVES).isGreaterThan(OBSERVES * 9 / 10);
    street.nowMillis += 10_000;
    street.measureTemperature(33.5);
    Thread.sleep(Duration.ofSeconds(3)); // for the notifications, which nobody acknowledges
    drain();
    assertThat(read("3303/0/5700").getCode()).isEqualTo(CoAP.ResponseCode.CONTENT);
    assertThat(threads()).isLessThanOrEqualTo(threads + 2);
    assertThat(heap() - heap).as("bytes that stayed").isLessThan(HEAP_GROWTH_MAX);
  }

  // Taking its server from a gateway would be the last thing that server ever did to it.
  @Test
  void theServerCannotTakeItselfAway() throws Exception {
    for (String path : List.of("1/0", "1", "0/0", "0", "3/0", "3303/0")) {
      Request delete = new Request(CoAP.Code.DELETE, CoAP.Type.CON);
      delete.setURI("coap://127.0.0.1/" + path);
      send(new UdpDataSerializer().getByteArray(identified(delete)), client);
    }
    assertThat(read("1/0/1").getCode()).isEqualTo(CoAP.ResponseCode.CONTENT);
    assertThat(read("3303/0/5700").getCode()).isEqualTo(CoAP.ResponseCode.CONTENT);
  }
}
