package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;

@Timeout(60)
class ModbusTcpLinkIT {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(5);

  private TcpSlave slave;
  private ModbusTcpLink link;

  @BeforeEach
  void open() throws Exception {
    slave = new TcpSlave();
    link = slave.link();
  }

  @AfterEach
  void close() throws Exception {
    link.close();
    slave.close();
  }

  @Test
  void readsRegistersAndBits() throws Exception {
    assertThat(link.read(request(500, 3), LONG)).hasToString("Values[500, 501, 502]");
    assertThat(link.read(new ReadRequest(1, ReadFunction.READ_COILS, 1, 10), LONG))
        .hasToString("Values[1, 0, 1, 0, 1, 0, 1, 0, 1, 0]");
    assertThat(
            (ModbusAnswer.Values)
                link.read(new ReadRequest(1, ReadFunction.READ_INPUT_REGISTERS, 0, 125), LONG))
        .extracting(ModbusAnswer.Values::size)
        .isEqualTo(125);
    assertThat(slave.connections()).isEqualTo(1);
  }

  @Test
  void refusalIsAnAnswer() throws Exception {
    slave.set((request, out) -> out.write(request.refusal(2)));
    assertThat(link.read(request(500, 1), LONG))
        .hasToString("exception 0x02 [ILLEGAL_DATA_ADDRESS] to 0x03 [READ_HOLDING_REGISTERS]");
  }

  @Test
  void silenceIsUnavailableWithinTheTimeout() {
    slave.set(TcpSlave.SILENT);
    long began = System.nanoTime();
    assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SHORT, SHORT.plusMillis(500));
  }

  // The reason for transaction ids: a slow answer must not be taken for the next one.
  @Test
  void lateAnswerIsNeverTakenForTheNext() throws Exception {
    slave.set(
        (request, out) -> {
          if (request.address() == 500) {
            Thread.sleep(300);
          }
          out.write(request.answer());
        });
    assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(link.read(request(600, 1), LONG)).hasToString("Values[600]");
    assertThat(slave.connections()).isEqualTo(1);
  }

  @Test
  void foreignAnswersInFrontArePassedOver() throws Exception {
    slave.set(
        (request, out) -> {
          out.write(request.answer(request.transaction() - 1, 1));
          out.write(request.answer(request.transaction() + 1, 1));
          out.write(request.answer());
        });
    assertThat(link.read(request(500, 1), LONG)).hasToString("Values[500]");
  }

  // A peer that only sends answers to others must not hold the thread.
  @Test
  void floodOfForeignAnswersEndsWithTheTimeout() {
    slave.set(
        (request, out) -> {
          while (true) {
            out.write(request.answer(request.transaction() - 1, 1));
          }
        });
    assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void wrongUnitIsAProtocolError() {
    slave.set((request, out) -> out.write(request.answer(request.transaction(), 9)));
    assertThatThrownBy(() -> link.read(request(500, 1), LONG))
        .hasMessageContaining("unit 1, 0x03 [READ_HOLDING_REGISTERS] 500..500")
        .hasMessageContaining("an answer of unit 9")
        .extracting(e -> ((DriverException) e).kind())
        .isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void wrongFunctionIsAProtocolError() {
    slave.set(
        (request, out) ->
            out.write(TcpSlave.frame(request.transaction(), 1, Hex.bytes("04 02 12 34"))));
    assertThatThrownBy(() -> link.read(request(500, 1), LONG))
        .hasMessageContaining("an answer to function 0x04");
  }

  @Test
  void wrongByteCountIsAProtocolError() {
    slave.set(
        (request, out) ->
            out.write(TcpSlave.frame(request.transaction(), 1, Hex.bytes("03 04 12 34"))));
    assertThatThrownBy(() -> link.read(request(500, 1), LONG))
        .hasMessageContaining("2 bytes of data, its byte count says 4, expected 2");
  }

  // After bytes that are no frame nothing can be trusted; only a new connection helps.
  @Test
  void garbageEndsTheConnectionAndTheNextReadWorks() throws Exception {
    slave.set((request, out) -> out.write(Hex.bytes("DE AD BE EF DE AD BE EF 00 00")));
    assertThat(failure(request(500, 1), LONG)).isEqualTo(Kind.PROTOCOL);
    slave.set(TcpSlave.HEALTHY);
    assertThat(link.read(request(500, 1), LONG)).hasToString("Values[500]");
    assertThat(slave.connections()).isEqualTo(2);
  }

  @Test
  void slowDripIsPutTogether() throws Exception {
    slave.set(
        (request, out) -> {
          for (byte b : request.answer()) {
            out.write(b);
            out.flush();
            Thread.sleep(5);
          }
        });
    assertThat(link.read(request(500, 2), LONG)).hasToString("Values[500, 501]");
  }

  @Test
  void halfFrameIsUnavailable() {
    slave.set((request, out) -> out.write(Arrays.copyOf(request.answer(), 9)));
    assertThat(failure(request(500, 2), SHORT)).isEqualTo(Kind.UNAVAILABLE);
  }

  // Gateways close idle connections; the caller must not notice.
  // The rest of it, or the next answer taken for the rest, would cost another unit its poll.
  @Test
  void halfFrameIsNotPutTogetherWithTheNextAnswer() throws Exception {
    slave.set(
        (request, out) -> {
          byte[] answer = request.answer();
          out.write(answer, 0, request.address() == 500 ? 8 : answer.length);
        });
    assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(link.read(request(600, 1), LONG)).hasToString("Values[600]");
    assertThat(slave.connections()).isEqualTo(2);
  }

  @Test
  void connectionClosedWhileIdleIsMadeAnew() throws Exception {
    link.read(request(500, 1), LONG);
    slave.hangUp();
    assertThat(link.read(request(501, 1), LONG)).hasToString("Values[501]");
    assertThat(slave.connections()).isEqualTo(2);
  }

  @Test
  void connectionCutInsteadOfAnAnswerIsUnavailableAndComesBack() throws Exception {
    slave.set((request, out) -> slave.hangUp());
    assertThat(failure(request(500, 1), LONG)).isEqualTo(Kind.UNAVAILABLE);
    slave.set(TcpSlave.HEALTHY);
    assertThat(link.read(request(500, 1), LONG)).hasToString("Values[500]");
  }

  // A peer that vanished without a word leaves a connection that looks alive for hours.
  @Test
  void deadConnectionIsGivenUp() throws Exception {
    link.read(request(500, 1), LONG);
    slave.set(TcpSlave.SILENT);
    for (int i = 0; i < ModbusTcpLink.SILENT_MAX; i++) {
      assertThat(failure(request(500, 1), Duration.ofMillis(30))).isEqualTo(Kind.UNAVAILABLE);
    }
    slave.set(TcpSlave.HEALTHY);
    assertThat(link.read(request(500, 1), LONG)).hasToString("Values[500]");
    assertThat(slave.connections()).isEqualTo(2);
  }

  @Test
  void gapIsKept() throws Exception {
    try (var slow = slave.link(Duration.ofMillis(80))) {
      slow.read(request(500, 1), LONG);
      long began = System.nanoTime();
      slow.read(request(500, 1), LONG);
      slow.read(request(500, 1), LONG);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Duration.ofMillis(160));
    }
  }

  // The host's means against a call that is stuck.
  @Test
  void closeFromOutsideEndsARead() throws Exception {
    slave.set(TcpSlave.SILENT);
    assertEndsSoon(thread -> link.close());
  }

  @Test
  void interruptEndsARead() throws Exception {
    slave.set(TcpSlave.SILENT);
    assertEndsSoon(Thread::interrupt);
  }

  @Test
  void closedLinkStaysClosed() throws Exception {
    link.read(request(500, 1), LONG);
    link.close();
    link.close();
    assertThatThrownBy(() -> link.read(request(500, 1), LONG)).hasMessageContaining("closed");
    assertThat(slave.connections()).isEqualTo(1);
  }

  @Test
  void refusedConnectionSaysWhere() throws Exception {
    slave.close();
    assertThatThrownBy(() -> link.read(request(500, 1), LONG))
        .hasMessageContaining("modbus-tcp bus1 (127.0.0.1:" + slave.port())
        .hasMessageContaining("cannot connect")
        .extracting(e -> ((DriverException) e).kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  // A peer that takes no connections: its backlog is full, so the handshake hangs.
  @Test
  void connectTimeoutIsKept() throws Exception {
    try (var full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var settings =
          new ModbusTcpSettings(
              "127.0.0.1", full.getLocalPort(), Duration.ofMillis(200), Duration.ZERO);
      var fillers = new ArrayList<ModbusTcpLink>();
      DriverException last = null;
      for (int i = 0; i < 6; i++) {
        var filler = new ModbusTcpLink(settings, "full");
        fillers.add(filler);
        last =
            catchThrowableOfType(
                DriverException.class, () -> filler.read(request(500, 1), Duration.ofMillis(30)));
      }
      assertThat(last).hasMessageContaining("cannot connect: no answer within 200 ms");
      fillers.forEach(ModbusTcpLink::close);
    }
  }

  // A peer that is down for a month costs 260,000 failed connections: none may leave anything.
  @Test
  void failedConnectionsLeaveNothing() throws Exception {
    slave.close();
    failure(request(500, 1), SHORT);
    int threads = Thread.activeCount();
    long files = openFiles();
    for (int i = 0; i < 2000; i++) {
      assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
    }
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
    assertThat(openFiles()).isLessThanOrEqualTo(files + 2);
  }

  private static long openFiles() throws Exception {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private void assertEndsSoon(Consumer<Thread> end) throws Exception {
    var sent = new CountDownLatch(1);
    var ended = new CompletableFuture<Throwable>();
    slave.set((request, out) -> sent.countDown());
    Thread reader =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    link.read(request(500, 1), Duration.ofSeconds(30));
                  } catch (DriverException | InterruptedException e) {
                    ended.complete(e);
                  }
                });
    assertThat(sent.await(5, TimeUnit.SECONDS)).isTrue();
    end.accept(reader);
    assertThat(ended.get(1, TimeUnit.SECONDS))
        .isInstanceOfAny(DriverException.class, InterruptedException.class);
  }

  private Kind failure(ReadRequest request, Duration timeout) {
    return catchThrowableOfType(DriverException.class, () -> link.read(request, timeout)).kind();
  }

  private static ReadRequest request(int address, int count) {
    return new ReadRequest(1, ReadFunction.READ_HOLDING_REGISTERS, address, count);
  }
}
