package vn.binhduong.gateway.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of a message, its numbers at their limits, its parts and its properties.
class BatchTest {
  private static Batch.Builder builder(long s0) {
    return Batch.builder("gw/", "d", Examples.EPOCH, s0, ClockState.SYNCED);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aUsableReadingIsFinite(double value) {
    assertThatThrownBy(() -> builder(1).row(Examples.TIME).reading("x", "/", value).build())
        .hasMessageStartingWith("column x, row 0: expected a finite value");
  }

  @Test
  void aBadReadingHasNoValue() {
    Batch.Builder bad = builder(1).row(Examples.TIME).reading("x", "/", 0, QualityCode.BAD_LINK);
    assertThatThrownBy(bad::build).hasMessageStartingWith("column x, row 0: expected no value");
  }

  @Test
  void brokenRulesAreNamed() {
    assertThatThrownBy(() -> builder(0).row(Examples.TIME).reading("x", "/", 1).build())
        .hasMessage("s0: expected 1 to 9007199254740991, found 0");
    assertThatThrownBy(() -> builder(1).row(Examples.TIME).build())
        .hasMessage("columns: expected 1 to 256, found 0");
    assertThatThrownBy(
            () ->
                builder(1)
                    .row(Examples.TIME)
                    .reading("x", "/", 1)
                    .row(Examples.TIME)
                    .reading("x", "/", 1)
                    .build())
        .hasMessageStartingWith("time of row 1: expected 1763863200001 to");
    assertThatThrownBy(
            () -> builder(1).row(Examples.TIME).reading("x", "/", 1).row(Examples.TIME + 1).build())
        .hasMessage("row 1: expected at least one reading");
    assertThatThrownBy(() -> builder(1).row(5).reading("x", "/", 1).build())
        .hasMessageStartingWith("time of row 0: expected 268435456000 to");
    assertThatThrownBy(
            () -> builder(1).row(Examples.TIME).reading("x", "/", 1).reading("x", "/", 2))
        .hasMessage("row 0: expected one reading of x, found two");
    assertThatThrownBy(
            () ->
                builder(1)
                    .row(Examples.TIME)
                    .reading("x", "m", 1)
                    .row(Examples.TIME + 1)
                    .reading("x", "mm", 1))
        .hasMessage("unit of x: expected m as before, found mm");
  }

  // 2^53-1 is the last number a JSON reader keeps; both forms must carry it exactly.
  @ParameterizedTest
  @EnumSource(Encoding.class)
  void theLastNumberAndTheGreatestValuesTravel(Encoding encoding) throws ContractException {
    Batch batch =
        builder(Ids.NUMBER_MAX)
            .row(Ids.TIME_MILLIS_MAX)
            .reading("a", "/", Ids.NUMBER_MAX)
            .reading("b", "/", -Ids.NUMBER_MAX)
            .reading("c", "/", Double.MAX_VALUE)
            .reading("d", "/", Double.MIN_VALUE)
            .reading("e", "/", -0.0)
            .build();
    byte[] payload = new SenmlEncoder(encoding, false).encode(batch);
    assertThat(new SenmlDecoder().decodeBatch(payload)).isEqualTo(batch);
    assertThatThrownBy(() -> builder(Ids.NUMBER_MAX + 1).row(1).reading("a", "/", 1).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  // Every double must read back as itself, whatever form is the shortest; and at every boundary of
  // an
  // integer head.
  @ParameterizedTest
  @EnumSource(Encoding.class)
  void everyNumberReadsBackExactly(Encoding encoding) throws ContractException {
    long seed = Long.getLong("batch.seed", System.nanoTime());
    System.out.println("BatchTest: seed " + seed);
    Random random = new Random(seed);
    Batch.Builder builder = builder(1);
    int row = 0;
    for (long edge : new long[] {0, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295L}) {
      for (double divisor : new double[] {1, 10, 1e3, 1e9, -10}) {
        for (int step = -1; step <= 1; step++) {
          builder.row(Examples.TIME + row++).reading("x", "/", (edge + step) / divisor);
        }
      }
    }
    while (row < Times.ROWS_MAX) {
      double value =
          switch (row % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> Float.intBitsToFloat(random.nextInt());
            case 2 -> Math.rint(random.nextGaussian() * 1e4) / 10;
            default -> Float.float16ToFloat((short) random.nextInt());
          };
      builder
          .row(Examples.TIME + 1000L * row++)
          .reading("x", "/", Double.isFinite(value) ? value : 1);
    }
    Batch batch = builder.build();
    byte[] payload = new SenmlEncoder(encoding, false).encode(batch);
    assertThat(new SenmlDecoder().decodeBatch(payload)).isEqualTo(batch);
  }

  // Every millisecond of a second must survive the way over seconds.
  @ParameterizedTest
  @EnumSource(Encoding.class)
  void everyMillisecondTravels(Encoding encoding) throws ContractException {
    Batch.Builder builder = builder(1);
    long time = Examples.TIME + 999;
    for (int row = 0; row < 2000; row++) {
      time += 1 + (row % 7) * 1001L;
      builder.row(time).reading("x", "/", row);
    }
    Batch batch = builder.build();
    byte[] payload = new SenmlEncoder(encoding, false).encode(batch);
    assertThat(new SenmlDecoder().decodeBatch(payload).times()).isEqualTo(batch.times());
  }

  @Test
  void rowsHaveNumbersTimesAndReadings() {
    Batch batch = Examples.live();
    assertThat(batch.rows()).extracting(Batch.Row::number).containsExactly(1041L, 1042L);
    assertThat(batch.row(1).time()).hasToString("2025-11-23T02:00:10Z");
    assertThat(batch.row(1).readings())
        .containsExactly(
            new Batch.Reading("pm25", "ug/m3", 23.9, QualityCode.GOOD),
            new Batch.Reading("t", "Cel", 31.2, QualityCode.GOOD),
            new Batch.Reading("rh", "%RH", Double.NaN, QualityCode.BAD_SENSOR));
    assertThatThrownBy(() -> Examples.aggregates().row(0).number())
        .isInstanceOf(IllegalStateException.class);
  }

  // Splitting for a small Maximum Packet Size goes down to one sample and loses nothing.
  @Test
  void slicesAreMessagesOfTheirOwn() {
    Batch backlog = Examples.backlog();
    Batch middle = backlog.slice(1, 2);
    assertThat(middle.header().s0()).isEqualTo(8);
    assertThat(middle.header().s1()).isEqualTo(8);
    assertThat(middle.row(0).readings()).isEqualTo(backlog.row(1).readings());
    assertThat(Examples.events().slice(2, 4).rows())
        .isEqualTo(Examples.events().rows().subList(2, 4));
  }

  @Test
  void propertiesRepeatTheHeader() throws ContractException {
    BatchProperties properties = BatchProperties.of("BD-GW-000123", Examples.live(), true);
    assertThat(properties.toMap())
        .containsExactly(
            Map.entry("cv", "1"),
            Map.entry("gw", "BD-GW-000123"),
            Map.entry("ep", Examples.EPOCH.toString()),
            Map.entry("s0", "1041"),
            Map.entry("s1", "1042"),
            Map.entry("n", "2"),
            Map.entry("h", "1"));
    assertThat(BatchProperties.of(properties.toMap())).isEqualTo(properties);
    Map<String, String> broken = new HashMap<>(properties.toMap());
    broken.put("cv", "2");
    broken.remove("s1");
    assertThatThrownBy(() -> BatchProperties.of(broken))
        .hasMessage(
            "properties: cv: expected 1, found '2'; s1: expected s0 to 2^53-1, found nothing");
  }

  // A program that repairs a command wants to know all that is wrong with it, not the first thing.
  @Test
  void allProblemsOfACommandAreNamed() {
    byte[] json =
        "{\"cmd\":\"replay\",\"id\":\"a b\",\"ep\":\"x\",\"dev\":7,\"from\":0,\"to\":\"9\"}"
            .getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Command.parse(json))
        .isInstanceOfSatisfying(
            ContractException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::field)
                    .containsExactly("id", "exp", "ep", "dev", "from", "to"));
    assertThatThrownBy(() -> Command.parse(new byte[1_000_000]))
        .hasMessage("command: size: expected at most 262144 bytes, found 1000000 bytes");
  }
}
