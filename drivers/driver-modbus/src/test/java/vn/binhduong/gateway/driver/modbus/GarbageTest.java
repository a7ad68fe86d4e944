package vn.binhduong.gateway.driver.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.testkit.FramingRuns;
import vn.binhduong.gateway.driver.testkit.FuzzCases;

/// A million bytes that nobody wrote on purpose, on the line and on the net: an answer, or told.
class GarbageTest {
  private static final int BYTES = 1_000_000;
  private static final int PIECE_BYTES_MAX = 64;
  private static final ReadRequest TWO =
      new ReadRequest(1, ReadFunction.READ_HOLDING_REGISTERS, 0, 2);
  private static final byte[] RTU = Hex.bytes("01 03 04 12 34 56 79 40 C7");
  private static final byte[] TCP = Hex.bytes("00 07 00 00 00 07 01 03 04 12 34 56 79");
  private static final FuzzCases RTU_CASES = new FuzzCases("modbus-rtu");
  private static final FuzzCases TCP_CASES = new FuzzCases("modbus-tcp");

  // Found by runs with other seeds, and where the rules draw their lines.
  @Test
  void keptCases() {
    assertThat(RTU_CASES.replay(GarbageTest::rtu) + TCP_CASES.replay(GarbageTest::tcp))
        .as("kept cases")
        .isPositive();
  }

  @Test
  void theSeedsAreGood() throws Exception {
    assertThat(rtu(RTU)).isEqualTo("Values[4660, 22137]");
    assertThat(tcp(TCP)).isEqualTo("Values[4660, 22137]");
  }

  // A CRC of 16 bits lets one of 65,536 damaged answers through; of about 110,000 few are expected.
  @Test
  void damagedAnswersOnTheLineAreRarelyTaken() {
    long seed = 7;
    int wrong = 0;
    for (byte[] piece : pieces(seed, FramingRuns.mutated(seed, BYTES, List.of(RTU)))) {
      String found = RTU_CASES.run(piece, FuzzCases.seed(seed), GarbageTest::rtu);
      wrong += found.startsWith("Values") && !found.equals("Values[4660, 22137]") ? 1 : 0;
    }
    assertThat(wrong).as("wrong values, seed %d", FuzzCases.seed(seed)).isLessThan(8);
  }

  // One place of 2^24 begins an answer to the request, and its CRC must fit.
  @Test
  void noiseOnTheLineIsNoAnswer() {
    long seed = 20_261_128;
    for (byte[] piece : pieces(seed, FramingRuns.noise(seed, BYTES))) {
      assertThat(RTU_CASES.run(piece, FuzzCases.seed(seed), GarbageTest::rtu))
          .as(RTU_CASES.toKeep(piece))
          .doesNotStartWith("Values");
    }
  }

  // Without a checksum of its own a frame counts as far as its header goes: it must end, at most.
  @Test
  void damagedFramesOnTheNetAreReadOrRefused() {
    long seed = 9;
    for (byte[] piece : pieces(seed, FramingRuns.mutated(seed, BYTES, List.of(TCP)))) {
      var _ = TCP_CASES.run(piece, FuzzCases.seed(seed), GarbageTest::tcp);
    }
  }

  @Test
  void noiseOnTheNetIsReadOrRefused() {
    long seed = 20_261_129;
    for (byte[] piece : pieces(seed, FramingRuns.noise(seed, BYTES))) {
      var _ = TCP_CASES.run(piece, FuzzCases.seed(seed), GarbageTest::tcp);
    }
  }

  private static List<byte[]> pieces(long seed, byte[] bytes) {
    var random = new Random(FuzzCases.seed(seed));
    var pieces = new ArrayList<byte[]>();
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(PIECE_BYTES_MAX));
      pieces.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    return pieces;
  }

  /// As the link does with what was received when the wait is over.
  private static String rtu(byte[] received) {
    try {
      @Nullable ModbusAnswer answer = RtuFrame.find(TWO, received);
      if (answer != null) {
        return answer.toString();
      }
    } catch (DriverException told) {
      return "told";
    }
    boolean damaged = RtuFrame.damaged(TWO, received);
    assertThat(RtuFrame.verdict(TWO, received, 1)).hasMessageContaining(TWO.toString());
    return damaged ? "damaged" : "told";
  }

  /// As the link does with a stream: frame after frame until one answers or none begins.
  private static String tcp(byte[] received) {
    ByteBuffer stream = ByteBuffer.wrap(received);
    try {
      for (int before = -1; stream.position() > before; ) {
        before = stream.position();
        @Nullable TcpFrame frame = TcpFrame.take(stream);
        if (frame != null && frame.unitId() == TWO.unitId()) {
          return Pdu.decode(TWO, frame.pdu()).toString();
        }
      }
      return "nothing";
    } catch (TcpFrame.Garbage told) {
      return "garbage";
    } catch (DriverException told) {
      return "told";
    }
  }
}
