package vn.binhduong.gateway.driver.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.binhduong.gateway.driver.testkit.FuzzCases;

/// Payloads that nobody wrote on purpose: each is refused in time, or read by the rules.
@Timeout(60)
class GarbageTest {
  private static final int BYTES = 1_000_000;
  private static final long SEED = FuzzCases.seed(20_261_128L);
  private static final FuzzCases SENML_JSON = new FuzzCases("senml-json");
  private static final FuzzCases SENML_CBOR = new FuzzCases("senml-cbor");
  private static final byte[] JSON =
      ("[{\"bn\":\"n7:\",\"bt\":1.276020076001e+09,\"bu\":\"%RH\",\"bver\":5,\"n\":\"h\",\"v\":55.5},"
              + "{\"n\":\"t\",\"t\":-5,\"u\":\"Cel\",\"v\":2150},{\"n\":\"x\",\"vb\":true}]")
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] CBOR =
      HexFormat.of()
          .parseHex(
              "83a521636e373a22fb41d303a15b00106223632552482005006168".replace("a521", "a621")
                  + "02f95300a40061740624016343656c02190866a200617804f5");

  private static Payloads payloads() {
    return new Payloads(Yaml.node("path: n\n" + PayloadsTest.CHANNELS).channels(), Missing.BAD);
  }

  @Test
  void theSeedsAreGood() throws Exception {
    assertThat(payloads().read(110, JSON)).hasSize(2);
    assertThat(payloads().read(112, CBOR)).hasSize(2);
  }

  // Found by runs with other seeds, and where the rules draw their lines.
  @Test
  void keptCases() {
    Payloads payloads = payloads();
    int kept =
        SENML_JSON.replay(input -> read(payloads, 110, input))
            + SENML_CBOR.replay(input -> read(payloads, 112, input));
    assertThat(kept).as("kept cases").isPositive();
  }

  @Test
  void mutatedPayloadsAreReadOrRefused() {
    var random = new Random(SEED);
    Payloads payloads = payloads();
    int refused = 0;
    int rounds = 0;
    for (int bytes = 0; bytes < BYTES; rounds++) {
      boolean cbor = random.nextBoolean();
      byte[] payload = mutated(cbor ? CBOR : JSON, random);
      bytes += payload.length;
      refused += refusedOrRead(payloads, cbor ? 112 : 110, payload);
    }
    assertThat(refused).as("seed %d: some of %d are refused", SEED, rounds).isBetween(100, rounds);
  }

  @Test
  void noiseIsRefused() {
    var random = new Random(SEED + 1);
    Payloads payloads = payloads();
    int rounds = 0;
    int refused = 0;
    for (int bytes = 0; bytes < BYTES; rounds++) {
      byte[] payload = new byte[1 + random.nextInt(400)];
      random.nextBytes(payload);
      payload[0] = (byte) (random.nextBoolean() ? 0x80 | random.nextInt(32) : '[');
      bytes += payload.length;
      refused += refusedOrRead(payloads, random.nextBoolean() ? 112 : 110, payload);
    }
    assertThat(refused).as("seed %d", SEED + 1).isEqualTo(rounds);
  }

  private static int refusedOrRead(Payloads payloads, int format, byte[] payload) {
    FuzzCases cases = format == 112 ? SENML_CBOR : SENML_JSON;
    String found = cases.run(payload, SEED, input -> read(payloads, format, input));
    return found.equals("refused") ? 1 : 0;
  }

  private static String read(Payloads payloads, int format, byte[] payload) {
    try {
      assertThat(payloads.read(format, payload)).isNotEmpty();
      return "read";
    } catch (RefusedException e) {
      assertThat(e.words()).isNotBlank().hasSizeLessThan(400);
      return "refused";
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bad = good.clone();
    switch (random.nextInt(3)) {
      case 0 -> {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      default -> {
        // A length that promises up to 2 GiB, or a run of one byte.
        int at = random.nextInt(bad.length - 5);
        bad[at] = (byte) ((bad[at] & 0xE0) | 0x1A);
        Arrays.fill(bad, at + 1, at + 5, (byte) random.nextInt(0x80));
      }
    }
    return bad;
  }
}
