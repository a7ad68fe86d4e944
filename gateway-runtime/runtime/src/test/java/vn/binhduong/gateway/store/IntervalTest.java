package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// What becomes of the values when samples are condensed.
class IntervalTest {
  private static final long SEED = 20_261_123;

  // Whatever is thinned how often: least and greatest value are those of the truth, and the mean is
  // right to the resolution of the instrument.
  @Test
  void theEnvelopeOfHoursIsThatOfTheRawValues() {
    Random random = new Random(SEED);
    Interval hour = new Interval("aq1");
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long k = 0;
    for (int minute = 0; minute < 60; minute++) {
      Interval interval = new Interval("aq1");
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        double value = random.nextInt(10_000) / 10.0 - 300;
        min = Math.min(min, value);
        max = Math.max(max, value);
        sum += value;
        k++;
        interval.add(sample(k, Given.PM25.reading(value)));
      }
      Map<String, Reading> condensed = byName(interval.sample());
      assertEnvelope(condensed);
      hour.add(interval.sample());
    }
    Map<String, Reading> condensed = byName(hour.sample());
    assertEnvelope(condensed);
    assertThat(value(condensed, "pm25.min")).isEqualTo(min);
    assertThat(value(condensed, "pm25.max")).isEqualTo(max);
    assertThat(value(condensed, "pm25.n")).isEqualTo((double) k);
    assertThat(value(condensed, "pm25")).isCloseTo(sum / k, within(0.02));
    assertThat(hour.sample().at().nanos()).isEqualTo(k);
  }

  // A spike that was judged out of range must not become the greatest value of the hour.
  @Test
  void onlyGoodValuesCountWhereThereAreAny() {
    Map<String, Reading> condensed =
        condensed(
            Given.PM25.reading(10),
            new Reading(Given.PM25, 5000, Quality.UNCERTAIN_RANGE),
            Given.PM25.bad(Quality.BAD_LINK),
            Given.PM25.reading(20));
    assertThat(value(condensed, "pm25")).isEqualTo(15);
    assertThat(value(condensed, "pm25.max")).isEqualTo(20);
    assertThat(value(condensed, "pm25.n")).isEqualTo(2);
    assertThat(Objects.requireNonNull(condensed.get("pm25")).quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void doubtfulValuesStandForThemselvesWithTheGravestDoubt() {
    Map<String, Reading> condensed =
        condensed(
            new Reading(Given.PM25, 4, Quality.UNCERTAIN_CHANGE),
            new Reading(Given.PM25, 6, Quality.UNCERTAIN_RANGE),
            Given.PM25.bad(Quality.BAD_SENSOR));
    assertThat(value(condensed, "pm25")).isEqualTo(5);
    assertThat(value(condensed, "pm25.n")).isEqualTo(2);
    assertThat(Objects.requireNonNull(condensed.get("pm25")).quality())
        .isEqualTo(Quality.UNCERTAIN_RANGE);
    assertThat(Objects.requireNonNull(condensed.get("pm25.max")).quality())
        .isEqualTo(Quality.UNCERTAIN_RANGE);
  }

  @Test
  void withoutAnyValueTheLatestReasonStays() {
    Map<String, Reading> condensed =
        condensed(Given.PM25.bad(Quality.BAD_LINK), Given.PM25.bad(Quality.BAD_SENSOR));
    assertThat(condensed.keySet()).containsExactlyInAnyOrder("pm25", "pm25.n");
    assertThat(Objects.requireNonNull(condensed.get("pm25")).quality())
        .isEqualTo(Quality.BAD_SENSOR);
    assertThat(value(condensed, "pm25.n")).isZero();
  }

  // A bad minute inside an hour counts for nothing.
  @Test
  void anIntervalWithoutValuesDoesNotCountInTheNext() {
    Interval bad = new Interval("aq1");
    bad.add(sample(1, Given.PM25.bad(Quality.BAD_LINK)));
    Interval good = new Interval("aq1");
    good.add(sample(2, Given.PM25.reading(7)));
    Interval both = new Interval("aq1");
    both.add(bad.sample());
    both.add(good.sample());
    assertThat(value(byName(both.sample()), "pm25.n")).isEqualTo(1);
    assertThat(value(byName(both.sample()), "pm25")).isEqualTo(7);
  }

  private static void assertEnvelope(Map<String, Reading> condensed) {
    assertThat(value(condensed, "pm25"))
        .isBetween(value(condensed, "pm25.min"), value(condensed, "pm25.max"));
  }

  private static Map<String, Reading> condensed(Reading... readings) {
    Interval interval = new Interval("aq1");
    List<Sample> samples = new ArrayList<>();
    for (Reading reading : readings) {
      samples.add(sample(samples.size(), reading));
    }
    samples.forEach(interval::add);
    return byName(interval.sample());
  }

  private static Sample sample(long nanos, Reading reading) {
    return new Sample("aq1", new BootTime(Given.BOOT, nanos), List.of(reading));
  }

  private static Map<String, Reading> byName(Sample sample) {
    return sample.readings().stream().collect(Collectors.toMap(r -> r.channel().name(), r -> r));
  }

  private static double value(Map<String, Reading> readings, String name) {
    return Objects.requireNonNull(readings.get(name)).value();
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }
}
