package vn.binhduong.gateway.driver.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snmp4j.PDU;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.Variable;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.testkit.FuzzCases;

/// Datagrams that nobody wrote on purpose: whatever comes, a call ends in time, with values or a
/// DriverException, and the next one works.
@Timeout(120)
class GarbageIT {
  private static final int ROUNDS = 4_000;
  private static final List<OID> OBJECTS =
      List.of(new OID("1.3.6.1.4.1.99999.1.0"), new OID("1.3.6.1.4.1.99999.2.0"));

  private static final FuzzCases CASES = new FuzzCases("snmp");

  // Found by runs with other seeds, and the nastiest of them: each comes before a good answer.
  @Test
  void keptCases() throws Exception {
    try (var peer = new RawPeer(request -> List.of());
        var link = new UdpSnmpLink(peer.settings(Duration.ofSeconds(2), 0), "a1")) {
      int kept =
          CASES.replay(
              input -> {
                peer.answer(request -> List.of(input, RawPeer.responseTo(request)));
                try {
                  assertThat(link.get(OBJECTS)).hasSize(2);
                  return "passed over";
                } catch (DriverException told) {
                  return "told";
                }
              });
      assertThat(kept).as("kept cases").isPositive();
    }
  }

  /// What is done to a good answer.
  enum Damage {
    FLIP,
    CUT,
    NOISE,
    LENGTHS
  }

  @ParameterizedTest
  @EnumSource
  void anyDatagramIsSurvived(Damage damage) throws Exception {
    long seed = FuzzCases.seed(20_261_128L);
    var random = new Random(seed);
    var sent = new AtomicReference<byte[]>(new byte[0]);
    try (var peer = new RawPeer(request -> List.of());
        var link = new UdpSnmpLink(peer.settings(Duration.ofSeconds(2), 0), "a1")) {
      peer.answer(
          request -> {
            byte[] good = RawPeer.responseTo(request);
            byte[] bad = damaged(good, damage, random);
            sent.set(bad);
            return List.of(bad, good);
          });
      for (int i = 0; i < ROUNDS; i++) {
        try {
          assertThat(link.get(OBJECTS)).hasSize(2);
        } catch (DriverException expected) {
          assertThat(expected.getMessage()).isNotBlank();
        } catch (AssertionError | RuntimeException failed) {
          throw new AssertionError(
              "seed " + seed + ": " + CASES.toKeep(Objects.requireNonNull(sent.get())), failed);
        }
      }
      peer.answer(request -> List.of(RawPeer.responseTo(request)));
      assertThat(link.get(OBJECTS)).as("seed %d", seed).containsOnly((Variable) Null.instance);
    }
  }

  // With v3 nothing of it is let in, and the good answer still is.
  @Test
  void anyDatagramIsRefusedByV3() throws Exception {
    long seed = FuzzCases.seed(20_261_127L);
    var random = new Random(seed);
    try (var agent = new Agent();
        var socket = new UdpSocket("127.0.0.1", agent.v3().port())) {
      var codec = new SnmpCodec(agent.v3());
      PDU synchronised = null;
      for (int i = 0; i < UdpSnmpLink.MESSAGES_MAX; i++) {
        SnmpCodec.Request request = codec.get(OBJECTS);
        synchronised = codec.answer(request, exchanged(socket, request));
      }
      assertThat(synchronised).isNotNull().extracting(PDU::getType).isEqualTo(PDU.RESPONSE);
      SnmpCodec.Request request = codec.get(OBJECTS);
      byte[] good = exchanged(socket, request);
      for (int i = 0; i < ROUNDS; i++) {
        byte[] bad = damaged(good, Damage.values()[i % Damage.values().length], random);
        if (!Arrays.equals(bad, good)) {
          assertThat(codec.answer(request, bad))
              .as("seed %d, v3: %s", seed, Arrays.toString(bad))
              .isNull();
        }
      }
      assertThat(codec.answer(request, good)).as("seed %d, the good answer", seed).isNotNull();
      assertThat(codec.worn()).as("another codec takes its place").isTrue();
    }
  }

  private static byte[] exchanged(UdpSocket socket, SnmpCodec.Request request) throws Exception {
    socket.send(request.bytes());
    byte[] answer = socket.receive(System.nanoTime() + Duration.ofSeconds(5).toNanos());
    assertThat(answer).as("what the agent answers").isNotNull();
    return Objects.requireNonNull(answer);
  }

  private static byte[] damaged(byte[] good, Damage damage, Random random) {
    byte[] bad = good.clone();
    switch (damage) {
      case FLIP -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case CUT -> {
        return Arrays.copyOf(bad, random.nextInt(bad.length));
      }
      case NOISE -> {
        bad = new byte[random.nextInt(2_000)];
        random.nextBytes(bad);
        if (bad.length > 0 && random.nextBoolean()) {
          bad[0] = 0x30;
        }
      }
      case LENGTHS -> {
        // A length that promises up to 2 GiB.
        int at = random.nextInt(bad.length - 5);
        bad[at] = (byte) 0x84;
        bad[at + 1] = (byte) random.nextInt(0x80);
        bad[at + 2] = (byte) 0xFF;
        bad[at + 3] = (byte) 0xFF;
        bad[at + 4] = (byte) 0xFF;
      }
    }
    return bad;
  }
}
