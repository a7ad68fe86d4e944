package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.DriverException.Kind;
import vn.binhduong.gateway.driver.link.serial.SerialSettings.Parity;
import vn.binhduong.gateway.driver.testkit.PtyPair;

/// A pty (made by socat) checks neither baud rate nor parity; all else is as on a real port.
@Tag("interop")
@Timeout(60)
class ModbusRtuLinkIT {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(5);

  @TempDir private Path directory;
  private PtyPair ports;
  private RtuSlave slave;
  private ModbusLink link;

  @BeforeEach
  void open() throws Exception {
    ports = new PtyPair(directory);
    slave = new RtuSlave(ports);
    link = new ModbusRtuLinkFactory().open(settings(), "line1");
  }

  @AfterEach
  void close() throws Exception {
    if (ports != null) {
      link.close();
      slave.close();
      ports.close();
    }
  }

  @Test
  void readsRegisters() throws Exception {
    assertThat(link.read(request(500, 3), LONG)).hasToString("Values[500, 501, 502]");
    assertThat(((ModbusAnswer.Values) link.read(request(0, 125), LONG)).at(124)).isEqualTo(124);
  }

  @Test
  void refusalIsAnAnswer() throws Exception {
    slave.set((request, answer, out) -> out.write(RtuSlave.withCrc(Hex.bytes("01 83 02"))));
    assertThat(link.read(request(500, 1), LONG))
        .hasToString("exception 0x02 [ILLEGAL_DATA_ADDRESS] to 0x03 [READ_HOLDING_REGISTERS]");
  }

  @Test
  void silenceIsUnavailableWithinTheTimeout() {
    slave.set(RtuSlave.SILENT);
    long began = System.nanoTime();
    assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SHORT, SHORT.plusMillis(500));
  }

  // The wait ends before the timeout: what was damaged does not get better.
  @Test
  void wrongCrcIsAProtocolError() {
    slave.set(
        (request, answer, out) -> {
          answer[answer.length - 1] ^= 1;
          out.write(answer);
        });
    long began = System.nanoTime();
    assertThatThrownBy(() -> link.read(request(500, 1), LONG)).hasMessageContaining("CRC 0x");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void halfFrameIsAProtocolError() {
    slave.set((request, answer, out) -> out.write(Arrays.copyOf(answer, 4)));
    assertThatThrownBy(() -> link.read(request(500, 1), SHORT))
        .hasMessageContaining("a short answer, 4 of 7 bytes: 01 03 02 01");
  }

  @Test
  void slowDripIsPutTogether() throws Exception {
    slave.set(
        (request, answer, out) -> {
          for (byte b : answer) {
            out.write(b);
            TimeUnit.MILLISECONDS.sleep(20);
          }
        });
    assertThat(link.read(request(500, 4), LONG)).hasToString("Values[500, 501, 502, 503]");
  }

  @Test
  void answerOfAnotherUnitIsNotTaken() {
    slave.set((request, answer, out) -> out.write(RtuSlave.withCrc(Hex.bytes("02 03 02 12 34"))));
    assertThatThrownBy(() -> link.read(request(500, 1), SHORT))
        .hasMessageContaining("an answer of unit 2");
  }

  // The bus is shared: what another unit says too late stands in front of the right answer.
  @Test
  void noiseInFrontIsPassedOver() throws Exception {
    slave.set(
        (request, answer, out) -> {
          out.write(RtuSlave.withCrc(Hex.bytes("02 03 02 12 34")));
          out.write(0);
          out.write(answer);
        });
    assertThat(link.read(request(500, 1), LONG)).hasToString("Values[500]");
  }

  @Test
  void endlessNoiseEndsWithTheTimeout() {
    slave.set(
        (request, answer, out) -> {
          for (int i = 0; i < 2000; i++) {
            out.write(0x55);
          }
        });
    assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.PROTOCOL);
  }

  // Answers have no number here: the next request of the same shape must wait for the late one.
  @Test
  void lateAnswerIsNeverTakenForTheNext() throws Exception {
    slave.set(
        (request, answer, out) -> {
          if (request.address() == 500) {
            TimeUnit.MILLISECONDS.sleep(350);
          }
          out.write(answer);
        });
    assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(link.read(request(600, 1), LONG)).hasToString("Values[600]");
  }

  // The dangerous case: the repetition is answered by the late first answer, so that the answer to
  // the repetition comes while the next request waits.
  @Test
  void answerToARepetitionIsNeverTakenForTheNext() throws Exception {
    slave.set(
        (request, answer, out) -> {
          if (request.address() == 500) {
            TimeUnit.MILLISECONDS.sleep(300);
          }
          out.write(answer);
        });
    assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(link.read(request(500, 1), Duration.ofSeconds(1))).hasToString("Values[500]");
    assertThat(link.read(request(600, 1), Duration.ofSeconds(1))).hasToString("Values[600]");
  }

  @Test
  void bytesBetweenRequestsAreThrownAway() throws Exception {
    slave.set(
        (request, answer, out) -> {
          out.write(answer);
          TimeUnit.MILLISECONDS.sleep(50);
          out.write(RtuSlave.withCrc(Hex.bytes("01 03 02 12 34")));
        });
    assertThat(link.read(request(500, 1), LONG)).hasToString("Values[500]");
    TimeUnit.MILLISECONDS.sleep(200);
    assertThat(link.read(request(600, 1), LONG)).hasToString("Values[600]");
  }

  @Test
  void gapIsKept() throws Exception {
    var settings =
        new ModbusRtuSettings(ports.ours(), 9600, 8, Parity.NONE, 1, Duration.ofMillis(120));
    link.close();
    link = new ModbusRtuLinkFactory().open(settings, "line1");
    link.read(request(500, 1), LONG);
    long began = System.nanoTime();
    link.read(request(500, 1), LONG);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(Duration.ofMillis(120));
  }

  // The adapter is pulled out and put back: no restart, no new link.
  @Test
  void unpluggedIsUnavailableAndReplugged() throws Exception {
    link.read(request(500, 1), LONG);
    ports.unplug();
    for (int i = 0; i < 3; i++) {
      assertThat(failure(request(500, 1), SHORT)).isEqualTo(Kind.UNAVAILABLE);
    }
    ports.plug();
    slave = new RtuSlave(ports);
    assertThat(link.read(request(500, 1), LONG)).hasToString("Values[500]");
  }

  @Test
  void unpluggedDuringAReadIsNoticed() throws Exception {
    slave.set((request, answer, out) -> ports.unplug());
    long began = System.nanoTime();
    assertThat(failure(request(500, 1), LONG)).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void absentPortIsUnavailable() {
    var settings =
        new ModbusRtuSettings(directory.resolve("none"), 9600, 8, Parity.NONE, 1, Duration.ZERO);
    assertThatThrownBy(() -> new ModbusRtuLinkFactory().open(settings, "line1"))
        .hasMessageContaining("no port")
        .extracting(e -> ((DriverException) e).kind())
        .isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void closeFromOutsideEndsARead() throws Exception {
    slave.set(RtuSlave.SILENT);
    assertEndsSoon(thread -> link.close());
  }

  @Test
  void interruptEndsARead() throws Exception {
    slave.set(RtuSlave.SILENT);
    assertEndsSoon(Thread::interrupt);
  }

  // A line whose adapter is gone for a week is tried again and again.
  @Test
  void failedOpeningsLeaveNothing() throws Exception {
    ports.unplug();
    failure(request(500, 1), SHORT);
    int threads = Thread.activeCount();
    long files = openFiles();
    for (int i = 0; i < 300; i++) {
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
    var ended = new CompletableFuture<Throwable>();
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
    while (slave.requests().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    end.accept(reader);
    assertThat(ended.get(1, TimeUnit.SECONDS))
        .isInstanceOfAny(DriverException.class, InterruptedException.class);
  }

  private ModbusRtuSettings settings() {
    return new ModbusRtuSettings(ports.ours(), 9600, 8, Parity.NONE, 1, Duration.ofMillis(5));
  }

  private Kind failure(ReadRequest request, Duration timeout) {
    return catchThrowableOfType(DriverException.class, () -> link.read(request, timeout)).kind();
  }

  private static ReadRequest request(int address, int count) {
    return new ReadRequest(1, ReadFunction.READ_HOLDING_REGISTERS, address, count);
  }
}
