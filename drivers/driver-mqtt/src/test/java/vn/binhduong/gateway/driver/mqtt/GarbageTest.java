package vn.binhduong.gateway.driver.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.testkit.FuzzCases;

/// A million bytes of rubbish: anyone on site may publish anything. A message is read or refused,
/// and no text of ours shows what it holds.
class GarbageTest {
  private static final int BYTES = 1_000_000;
  private static final String PERSONAL = "LicencePlate61A12345";
  private static final String MESSAGE =
      """
      {"deduplicationId":"3ac7e3c4-4401-4b8d-9386-a5c902f9202d","time":"2026-11-28T01:02:03.5+00:00",
       "deviceInfo":{"deviceName":"%s","devEui":"24e124136b502217","tags":{}},"fCnt":1402,"fPort":85,
       "object":{"temperature":27.31,"humidity":63.5,"battery":97},"rxInfo":[{"rssi":-92,"snr":7.2}]}
      """
          .formatted(PERSONAL);
  private static final String ALPHABET = "{}[]\",:.-+0123456789eE\\u truefalsn\n\u0000\u00e9";

  private final FuzzCases cases = new FuzzCases("mqtt-json");

  private final MessageReader reader =
      new MessageReader(
          Yaml.device(
              "{broker: 'mqtt://127.0.0.1', topic: t, selected: 24e124136b502217, profile:"
                  + " chirpstack}"));

  // Found by runs with other seeds, and where the rules draw their lines.
  @Test
  void keptCases() {
    assertThat(cases.replay(this::read)).as("kept cases").isPositive();
  }

  // Damaged here and there: most of it is still JSON, so that the mapping meets every kind of
  // value.
  @RepeatedTest(3)
  void damagedMessages(RepetitionInfo repetition) {
    long seed = FuzzCases.seed(5_000L + repetition.getCurrentRepetition());
    var random = new Random(seed);
    int read = 0;
    int refused = 0;
    for (int bytes = 0; bytes < BYTES; ) {
      byte[] message = damaged(random);
      bytes += message.length;
      if (isRead(message, seed)) {
        read++;
      } else {
        refused++;
      }
    }
    assertThat(read).as("read, seed %d", seed).isGreaterThan(100);
    assertThat(refused).as("refused, seed %d", seed).isGreaterThan(100);
  }

  // Characters of JSON in any order, and bytes of any kind.
  @RepeatedTest(3)
  void noise(RepetitionInfo repetition) {
    long seed = FuzzCases.seed(6_000L + repetition.getCurrentRepetition());
    var random = new Random(seed);
    for (int bytes = 0; bytes < BYTES; ) {
      byte[] message = new byte[1 + random.nextInt(400)];
      random.nextBytes(message);
      for (int i = 0; random.nextBoolean() && i < message.length; i++) {
        message[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      }
      bytes += message.length;
      var _ = isRead(message, seed);
    }
  }

  private static byte[] damaged(Random random) {
    byte[] message = MESSAGE.getBytes(StandardCharsets.UTF_8);
    int cuts = random.nextInt(4);
    for (int i = 0; i < cuts; i++) {
      int at = random.nextInt(message.length);
      message[at] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt(256)
              : (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    return random.nextInt(8) == 0
        ? java.util.Arrays.copyOf(message, random.nextInt(message.length + 1))
        : message;
  }

  private boolean isRead(byte[] message, long seed) {
    return cases.run(message, seed, this::read).equals("read");
  }

  /// Read, or refused with a text that shows nothing of the message.
  private String read(byte[] message) {
    try {
      if (reader.read(message) instanceof Content.Own own) {
        for (Content.Value value : own.values()) {
          assertThat(Double.isInfinite(value.value())).as("infinite").isFalse();
          assertThat(String.valueOf(value.fault())).doesNotContain(PERSONAL);
        }
      }
      return "read";
    } catch (MalformedException e) {
      assertThat(e).hasMessageNotContaining("Licence").hasNoCause();
      return "refused";
    }
  }
}
