package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

class DevicePipelineTest {
  private static final UUID BOOT = new UUID(1, 2);
  private static final Channel WIND =
      new Channel("wind_speed", Unit.METRE_PER_SECOND, 0, 60, "wind speed");
  private static final Channel GUST = new Channel("gust", Unit.METRE_PER_SECOND, 0, 60, "gust");
  private static final long SECOND = 1_000_000_000L;

  private static ChannelSettings settings(
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double perSecond,
      @Nullable Duration flat,
      @Nullable Duration stale,
      @Nullable Double band,
      @Nullable Duration window) {
    return new ChannelSettings(
        min, max, perSecond, flat, stale, band, Duration.ofSeconds(60), window, null);
  }

  private static DevicePipeline wind(ChannelSettings settings) {
    DevicePlan plan =
        new DevicePlan(
            Duration.ofSeconds(1), Map.of("wind_speed", settings), null, null, null, Map.of());
    return new DevicePipeline("wx1", plan, List.of(), Set.of(), news -> {});
  }

  private static Sample sample(double seconds, Reading... readings) {
    return new Sample("wx1", new BootTime(BOOT, (long) (seconds * SECOND)), List.of(readings));
  }

  private static List<Sample> feed(DevicePipeline pipeline, Sample sample) {
    return pipeline.accept(sample, sample.at().nanos(), 0);
  }

  private static Quality quality(DevicePipeline pipeline, double seconds, double value) {
    return feed(pipeline, sample(seconds, WIND.reading(value)))
        .getFirst()
        .readings()
        .getFirst()
        .quality();
  }

  // A value outside what the instrument can mean stays visible, with its doubt.
  @ParameterizedTest
  @CsvSource({
    "0, GOOD",
    "60, GOOD",
    "-0.01, UNCERTAIN_RANGE",
    "60.01, UNCERTAIN_RANGE",
    "25.5, GOOD"
  })
  void theRangeOfTheChannelIsChecked(double value, Quality expected) {
    assertThat(quality(wind(ChannelSettings.NONE), 1, value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"1.9, UNCERTAIN_RANGE", "2, GOOD", "40, GOOD", "40.1, UNCERTAIN_RANGE"})
  void settingsReplaceTheRange(double value, Quality expected) {
    ChannelSettings narrow = settings(2.0, 40.0, null, null, null, null, null);
    assertThat(quality(wind(narrow), 1, value)).isEqualTo(expected);
  }

  // What the driver says is never made better or replaced by a lesser doubt.
  @ParameterizedTest
  @CsvSource({"CALIBRATING", "UNCERTAIN_CHANGE"})
  void onlyGoodReadingsAreJudged(Quality given) {
    Reading reading = new Reading(WIND, 99, given);
    assertThat(feed(wind(ChannelSettings.NONE), sample(1, reading)).getFirst().readings())
        .containsExactly(reading);
  }

  // One wild value is marked, and so is the way back; then the channel is good again.
  @Test
  void aChangeThatIsTooFastIsUncertain() {
    DevicePipeline pipeline = wind(settings(null, null, 2.0, null, null, null, null));
    assertThat(quality(pipeline, 0, 10)).isEqualTo(Quality.GOOD);
    assertThat(quality(pipeline, 1, 12)).isEqualTo(Quality.GOOD);
    assertThat(quality(pipeline, 2, 14.5)).isEqualTo(Quality.UNCERTAIN_CHANGE);
    assertThat(quality(pipeline, 12, 30)).isEqualTo(Quality.GOOD);
  }

  @Test
  void aFlatLineIsUncertainUntilItMoves() {
    DevicePipeline pipeline =
        wind(settings(null, null, null, Duration.ofSeconds(30), null, null, null));
    assertThat(quality(pipeline, 0, 5)).isEqualTo(Quality.GOOD);
    assertThat(quality(pipeline, 29, 5)).isEqualTo(Quality.GOOD);
    assertThat(quality(pipeline, 30, 5)).isEqualTo(Quality.UNCERTAIN_CHANGE);
    assertThat(quality(pipeline, 31, 5.1)).isEqualTo(Quality.GOOD);
    assertThat(quality(pipeline, 60, 5.1)).isEqualTo(Quality.GOOD);
  }

  // A stale value sent as fresh went unnoticed for weeks elsewhere.
  @Test
  void aReadingThatComesLateIsUncertain() {
    DevicePipeline pipeline =
        wind(settings(null, null, null, null, Duration.ofSeconds(5), null, null));
    Sample old = sample(10, WIND.reading(3));
    assertThat(pipeline.accept(old, 15 * SECOND, 0).getFirst().readings().getFirst().quality())
        .isEqualTo(Quality.GOOD);
    assertThat(pipeline.accept(old, 15 * SECOND + 1, 0).getFirst().readings().getFirst().quality())
        .isEqualTo(Quality.UNCERTAIN_CHANGE);
  }

  @Test
  void anUnchangedSampleIsLeftOutUntilTheHeartbeat() {
    DevicePipeline pipeline = wind(settings(null, null, null, null, null, 0.5, null));
    assertThat(feed(pipeline, sample(0, WIND.reading(5)))).hasSize(1);
    assertThat(feed(pipeline, sample(10, WIND.reading(5.5)))).isEmpty();
    assertThat(feed(pipeline, sample(20, WIND.reading(5.6)))).hasSize(1);
    assertThat(feed(pipeline, sample(30, WIND.reading(5.2)))).isEmpty();
    assertThat(feed(pipeline, sample(79, WIND.reading(5.6)))).isEmpty();
    assertThat(feed(pipeline, sample(80, WIND.reading(5.6)))).hasSize(1);
  }

  // Slow creep must not hide below the deadband: it is measured from the last report.
  @Test
  void theDeadbandIsMeasuredFromTheLastReport() {
    DevicePipeline pipeline = wind(settings(null, null, null, null, null, 0.5, null));
    assertThat(feed(pipeline, sample(0, WIND.reading(5)))).hasSize(1);
    assertThat(feed(pipeline, sample(1, WIND.reading(5.3)))).isEmpty();
    assertThat(feed(pipeline, sample(2, WIND.reading(5.6)))).hasSize(1);
  }

  @Test
  void losingTheSensorIsNewsAndSoIsItsReturn() {
    DevicePipeline pipeline = wind(settings(null, null, null, null, null, 0.5, null));
    assertThat(feed(pipeline, sample(0, WIND.reading(5)))).hasSize(1);
    assertThat(feed(pipeline, sample(1, WIND.bad(Quality.BAD_LINK)))).hasSize(1);
    assertThat(feed(pipeline, sample(2, WIND.bad(Quality.BAD_LINK)))).isEmpty();
    assertThat(feed(pipeline, sample(3, WIND.reading(5)))).hasSize(1);
  }

  // A channel without a deadband keeps its whole sample, or its readings would be lost.
  @Test
  void aChannelWithoutDeadbandKeepsTheSample() {
    DevicePipeline pipeline = wind(settings(null, null, null, null, null, 0.5, null));
    for (int second = 0; second < 3; second++) {
      assertThat(
              feed(pipeline, sample(second, WIND.reading(5), GUST.reading(7)))
                  .getFirst()
                  .readings())
          .hasSize(2);
    }
  }

  @Test
  void aWindowBecomesOneSampleAtItsEnd() {
    DevicePipeline pipeline =
        wind(settings(null, null, null, null, null, null, Duration.ofSeconds(60)));
    assertThat(feed(pipeline, sample(61, WIND.reading(2)))).isEmpty();
    assertThat(feed(pipeline, sample(90, WIND.reading(4)))).isEmpty();
    assertThat(feed(pipeline, sample(119.9, WIND.reading(9)))).isEmpty();

    List<Sample> out = feed(pipeline, sample(120, WIND.reading(1)));

    assertThat(out).hasSize(1);
    assertThat(out.getFirst().at().nanos()).isEqualTo(120 * SECOND);
    assertThat(out.getFirst().readings())
        .extracting(reading -> reading.channel().name())
        .containsExactly(
            "wind_speed", "wind_speed.min", "wind_speed.max", "wind_speed.n", "wind_speed.sd");
    List<Double> values = out.getFirst().readings().stream().map(Reading::value).toList();
    assertThat(values.subList(0, 4)).containsExactly(5.0, 2.0, 9.0, 3.0);
    assertThat(values.get(4)).isCloseTo(Math.sqrt(26.0 / 3), within(1e-12));
  }

  @Test
  void aWindowWithNothingUsableSaysSo() {
    DevicePipeline pipeline =
        wind(settings(null, null, null, null, null, null, Duration.ofSeconds(60)));
    feed(pipeline, sample(1, WIND.bad(Quality.BAD_SENSOR)));
    List<Reading> readings = feed(pipeline, sample(60, WIND.reading(1))).getFirst().readings();
    assertThat(readings.getFirst()).isEqualTo(WIND.bad(Quality.BAD_SENSOR));
    assertThat(readings.get(1).value()).isEqualTo(0.0);
  }

  @Test
  void badReadingsDoNotCountAndDoubtSpreads() {
    DevicePipeline pipeline =
        wind(settings(null, null, null, null, null, null, Duration.ofSeconds(60)));
    feed(pipeline, sample(1, WIND.reading(70)));
    feed(pipeline, sample(2, WIND.bad(Quality.BAD_LINK)));
    feed(pipeline, sample(3, WIND.reading(50)));
    List<Reading> readings = feed(pipeline, sample(61, WIND.reading(1))).getFirst().readings();
    assertThat(readings).allMatch(reading -> reading.quality() == Quality.UNCERTAIN_RANGE);
    assertThat(readings.get(3).value()).isEqualTo(2.0);
  }

  // The rest of the sample goes on at once, and the order of times is kept.
  @Test
  void otherChannelsOfTheSampleGoOn() {
    DevicePipeline pipeline =
        wind(settings(null, null, null, null, null, null, Duration.ofSeconds(60)));
    assertThat(feed(pipeline, sample(1, WIND.reading(3), GUST.reading(4))).getFirst().readings())
        .containsExactly(GUST.reading(4));
    List<Sample> out = feed(pipeline, sample(61, WIND.reading(3), GUST.reading(5)));
    assertThat(out).extracting(each -> each.at().nanos()).containsExactly(60 * SECOND, 61 * SECOND);
  }

  @Test
  void flushClosesOpenWindowsAtTheirLatestReading() {
    DevicePipeline pipeline =
        wind(settings(null, null, null, null, null, null, Duration.ofSeconds(60)));
    feed(pipeline, sample(1, WIND.reading(3)));
    feed(pipeline, sample(7, WIND.reading(5)));
    List<Sample> out = pipeline.flush(new BootTime(BOOT, 9 * SECOND), 0);
    assertThat(out.getFirst().at().nanos()).isEqualTo(7 * SECOND);
    assertThat(out.getFirst().readings().getFirst().value()).isEqualTo(4.0);
    assertThat(pipeline.flush(new BootTime(BOOT, 9 * SECOND), 0)).isEmpty();
  }

  // Small differences on a large value are where the textbook formula fails.
  @Test
  void theDeviationIsStableFarFromZero() {
    Random random = new Random(7);
    Channel counter = new Channel("c", Unit.COUNT, 0, 1e12, "counter");
    Condenser condenser = new Condenser(counter);
    List<Double> offsets = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      double offset = random.nextInt(8);
      offsets.add(offset);
      condenser.add(counter.reading(1e9 + offset));
    }
    double mean = offsets.stream().mapToDouble(each -> each).average().orElseThrow();
    double variance =
        offsets.stream().mapToDouble(each -> (each - mean) * (each - mean)).average().orElseThrow();
    assertThat(condenser.readings().get(4).value()).isCloseTo(Math.sqrt(variance), within(1e-6));
  }
}
