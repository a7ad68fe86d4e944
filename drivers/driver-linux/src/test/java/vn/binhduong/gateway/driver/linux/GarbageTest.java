package vn.binhduong.gateway.driver.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.DriverException;
import vn.binhduong.gateway.driver.Reading;

/// Texts that no kernel prints, made from those it does: each parser gives readings of its channels
/// or throws a DriverException with a bounded message, and nothing else.
class GarbageTest {
  /// What all parsers together are fed.
  private static final int BYTES_TOTAL = 1_000_000;

  private static final int MUTATIONS_MAX = 8;
  private static final int MESSAGE_CHARS_MAX = 300;
  private static final Path FILE = Path.of("file");
  private static final List<Channel> WEAR = HostText.wearChannels("mmcblk0");
  private static final Channel PRE_EOL = HostText.preEolChannel("mmcblk0");
  private static final Channel COUNTER = HostText.counterChannel("eth0", "rx_bytes");
  private static final Channel VALUE = IioQuantity.ALL.getFirst().channel();

  private static final Map<String, FileSource.Meaning> PARSERS =
      Map.ofEntries(
          Map.entry("21437\n", GarbageTest::decimal),
          Map.entry("-0.000001000\n", GarbageTest::decimal),
          Map.entry(
              "72 01 4b 46 7f ff 0e 10 57 : crc=57 YES\n72 01 4b 46 7f ff 0e 10 57 t=23125\n",
              GarbageTest::w1Slave),
          Map.entry("85000\n", (file, text) -> w1(W1Files.milli(file, text))),
          Map.entry("48312\n", HostText::cpuTemperature),
          Map.entry("50005\n", HostText::throttled),
          Map.entry("1\n", HostText::undervoltage),
          Map.entry("MemTotal: 3884376 kB\nMemAvailable: 3401232 kB\n", HostText::memory),
          Map.entry("0.20 0.18 0.12 1/80 11206\n", HostText::load),
          Map.entry("350735.47 234388.90\n", HostText::uptime),
          Map.entry("0x01 0x02\n", (file, text) -> HostText.wear(WEAR, file, text)),
          Map.entry("0x01\n", (file, text) -> HostText.preEol(PRE_EOL, file, text)),
          Map.entry("1234567890123\n", (file, text) -> HostText.counter(COUNTER, file, text)));

  private static List<Reading> decimal(Path file, String text) throws DriverException {
    return List.of(VALUE.reading(KernelText.decimal(file, text).doubleValue()));
  }

  private static List<Reading> w1Slave(Path file, String text) throws DriverException {
    return w1(W1Scratchpad.parse(file, text).temperature(W1Family.DS18B20));
  }

  private static List<Reading> w1(W1Temperature temperature) {
    return switch (temperature) {
      case W1Temperature.Celsius(double value) -> List.of(W1Source.TEMPERATURE.reading(value));
      case W1Temperature.Invalid invalid -> List.of();
    };
  }

  /// A broken chip, a half-written file or another kernel must never end the thread of a device.
  @Test
  void parsersGiveReadingsOrADriverException() {
    long seed = Long.getLong("garbage.seed", 20_261_127L);
    var random = new Random(seed);
    int left = BYTES_TOTAL;
    int understood = 0;
    int refused = 0;
    List<Map.Entry<String, FileSource.Meaning>> parsers =
        PARSERS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    while (left > 0) {
      Map.Entry<String, FileSource.Meaning> parser = parsers.get(random.nextInt(parsers.size()));
      String text = mutated(parser.getKey(), random);
      left -= Math.max(1, text.length());
      try {
        List<Reading> readings = parser.getValue().of(FILE, text);
        assertThat(readings).hasSizeLessThanOrEqualTo(8);
        understood++;
      } catch (DriverException expected) {
        assertThat(expected.getMessage()).hasSizeLessThan(MESSAGE_CHARS_MAX);
        refused++;
      } catch (RuntimeException mistake) {
        throw new AssertionError(
            "seed %d, text %s".formatted(seed, KernelText.shown(text)), mistake);
      }
    }
    assertThat(understood).as("seed %d: understood", seed).isPositive();
    assertThat(refused).as("seed %d: refused", seed).isGreaterThan(understood);
  }

  /// Names of files come from modules that are not in mainline, too.
  @Test
  void namesOfFilesAreAttributesOrNot() {
    var random = new Random(7);
    int known = 0;
    for (int i = 0; i < 20_000; i++) {
      String name = mutated("in_voltage0-voltage1_vbat_raw", random);
      known += IioAttribute.of(name).isPresent() ? 1 : 0;
    }
    assertThat(known).isPositive();
  }

  private static String mutated(String good, Random random) {
    var text = new StringBuilder(good);
    int mutations = random.nextInt(MUTATIONS_MAX);
    for (int i = 0; i < mutations && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(6)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, (char) ('0' + random.nextInt(10)));
        case 3 -> text.setLength(at);
        case 4 -> text.insert(at, text.substring(at));
        default -> text.setCharAt(at, text.charAt(random.nextInt(text.length())));
      }
    }
    return new String(
        text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
  }
}
