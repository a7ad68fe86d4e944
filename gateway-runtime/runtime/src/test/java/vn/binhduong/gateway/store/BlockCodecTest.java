package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;
import vn.binhduong.gateway.model.Event;
import vn.binhduong.gateway.model.Sample;

class BlockCodecTest {
  private static final UUID EPOCH = new UUID(1, 2);
  private static final BootTime AT = new BootTime(Given.BOOT, 123_456_789L);

  // A value that comes back different from what the instrument said is corruption nobody notices.
  @ParameterizedTest
  @ValueSource(
      doubles = {
        0.0,
        -0.0,
        1,
        -1,
        0.1,
        -0.1,
        23.4,
        1e-9,
        1e-10,
        1.0 / 3,
        Math.PI,
        Float.MAX_VALUE,
        Float.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        9007199254740992.0,
        9007199254740994.0,
        9.223372036854776E18,
        0.30000000000000004,
        1e22,
        123456789.12345679
      })
  void everyValueComesBackToTheBit(double value) throws Exception {
    Sample sample = new Sample("a", AT, List.of(Given.T.reading(value)));

    Sample back = (Sample) roundTrip(sample);

    assertThat(Double.doubleToRawLongBits(back.readings().getFirst().value()))
        .isEqualTo(Double.doubleToRawLongBits(value));
  }

  @Test
  void everyQualityComesBackAndABadReadingHasNoValue() throws Exception {
    for (Quality quality : Quality.values()) {
      double value = quality.hasValue() ? 12.5 : Double.NaN;
      Sample sample = new Sample("a", AT, List.of(new Reading(Given.T, value, quality)));
      assertThat(roundTrip(sample)).isEqualTo(sample);
    }
  }

  @Test
  void anInstrumentsValueWithOneDecimalTakesThreeBytes() {
    ByteWriter out = new ByteWriter(16);
    ValueCodec.write(out, Given.T.reading(31.3));
    assertThat(out.size()).isEqualTo(3);
  }

  @Test
  void anEventComesBackAsItWas() throws Exception {
    Event event = new Event(AT, "gap", "{\"dev\":\"trạm khí tượng\"}");
    assertThat(roundTrip(event)).isEqualTo(event);
  }

  // Layouts, boots, clocks that go back within a block, empty docs: whatever the generator thinks
  // of.
  @Test
  void anyBlockComesBackAsItWas() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("BlockCodecTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Block block = block(random);
      assertThat(roundTrip(block)).isEqualTo(block);
    }
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] bytes = encode(block(new Random(5)), new HashMap<>());
    for (int bit = 0; bit < Math.min(bytes.length, 2000) * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThatThrownBy(() -> BlockCodec.header(bytes)).isInstanceOf(FormatException.class);
      bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Test
  void everyTruncationIsNoticed() {
    byte[] bytes = encode(block(new Random(6)), new HashMap<>());
    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> BlockCodec.header(shorter)).isInstanceOf(FormatException.class);
    }
  }

  private static Block block(Random random) {
    List<Section> sections = new ArrayList<>();
    for (int s = 0; s <= random.nextInt(4); s++) {
      UUID boot = new UUID(random.nextInt(2), 3);
      List<Entry> entries = new ArrayList<>();
      boolean gateway = random.nextInt(5) == 0;
      for (int e = 0; e <= random.nextInt(20); e++) {
        BootTime at = new BootTime(boot, random.nextLong() >>> (1 + random.nextInt(60)));
        entries.add(
            gateway
                ? new Event(at, "k" + random.nextInt(), "{}".repeat(random.nextInt(50)))
                : sample(random, "dev" + s, at));
      }
      sections.add(
          new Section(
              gateway ? "gateway" : "dev" + s, boot, 1 + (random.nextLong() >>> 12), entries));
    }
    return new Block(1 + random.nextInt(1 << 30), EPOCH, sections);
  }

  private static Sample sample(Random random, String device, BootTime at) {
    List<Reading> readings = new ArrayList<>();
    for (int c = 0; c <= random.nextInt(5); c++) {
      Channel channel = new Channel("c" + c, Unit.METRE, -1e9, random.nextInt(3), "");
      readings.add(
          switch (random.nextInt(4)) {
            case 0 -> channel.bad(Quality.BAD_LINK);
            case 1 -> channel.reading(random.nextInt(2000) / 10.0);
            case 2 -> channel.reading(random.nextFloat());
            default -> channel.reading(random.nextGaussian() * 1e6);
          });
    }
    return new Sample(device, at, readings);
  }

  private static Entry roundTrip(Entry entry) throws FormatException {
    Block block =
        new Block(7, EPOCH, List.of(new Section(entry.device(), Given.BOOT, 42, List.of(entry))));
    return roundTrip(block).sections().getFirst().entries().getFirst();
  }

  private static Block roundTrip(Block block) throws FormatException {
    Map<Integer, Layout> layouts = new HashMap<>();
    return BlockCodec.decode(encode(block, layouts), layouts);
  }

  private static byte[] encode(Block block, Map<Integer, Layout> layouts) {
    return BlockCodec.encode(
        block,
        sample -> {
          Layout layout = Layout.of(sample);
          layouts.put(layout.id(), layout);
          return layout;
        });
  }
}
