package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Mutated messages give a message or a [ContractException], never anything else. The seed is
/// printed and may be given with `-Dfuzz.seed`.
class FuzzTest {
  private static final int ROUNDS = 20_000;
  private static final int MESSAGE_CHARACTERS_MAX = 20_000;

  @Test
  void anyBytesGiveAMessageOrAContractException() {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("FuzzTest: seed " + seed);
    Random random = new Random(seed);
    List<Map.Entry<TopicClass, byte[]>> corpus = corpus();
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Map.Entry<TopicClass, byte[]> origin = corpus.get(random.nextInt(corpus.size()));
      byte[] mutated = mutate(origin.getValue(), random);
      try {
        SchemaTest.parse(origin.getKey(), mutated);
        accepted++;
      } catch (ContractException e) {
        assertThat(e.problems()).isNotEmpty();
        assertThat(String.valueOf(e.getMessage()).length()).isLessThan(MESSAGE_CHARACTERS_MAX);
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed %d, round %d, %s: %s"
                .formatted(seed, round, origin.getKey(), Arrays.toString(mutated)),
            e);
      }
    }
    // Both must happen often, or the mutations are too weak or too strong to find anything.
    assertThat(accepted).isGreaterThan(ROUNDS / 50);
    assertThat(refused).isGreaterThan(ROUNDS / 4);
  }

  private static List<Map.Entry<TopicClass, byte[]>> corpus() {
    List<Map.Entry<TopicClass, byte[]>> corpus = new ArrayList<>();
    Examples.all()
        .forEach(
            (name, bytes) -> {
              if (name.endsWith(".json")) {
                String level = name.substring(0, name.indexOf('-'));
                corpus.add(Map.entry(TopicClass.ofLevel(level).orElseThrow(), bytes));
              }
            });
    Examples.messages()
        .forEach(
            (name, message) -> {
              TopicClass topicClass = message instanceof Batch ? TopicClass.DATA : TopicClass.EVENT;
              byte[] cbor = new SenmlEncoder(Encoding.CBOR, false).encode(message);
              byte[] zlib = new SenmlEncoder(Encoding.CBOR, true).encode(message);
              corpus.add(Map.entry(topicClass, cbor));
              corpus.add(Map.entry(topicClass, cbor));
              corpus.add(Map.entry(topicClass, cbor));
              corpus.add(Map.entry(topicClass, zlib));
            });
    return corpus;
  }

  private static byte[] mutate(byte[] origin, Random random) {
    byte[] bytes = origin.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 1; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
        case 3 -> {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
          byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
          System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
          bytes = longer;
        }
        case 4 -> {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
          System.arraycopy(bytes, at + length, bytes, at, bytes.length - at - length);
          bytes = Arrays.copyOf(bytes, bytes.length - length);
        }
        default -> bytes[at] = (byte) "0123456789-+.eE[]{},:\"\\".charAt(random.nextInt(23));
      }
    }
    return bytes;
  }
}
