package vn.binhduong.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoundLevelsTest {
  private static SoundLevels of(double... levels) {
    return SoundLevels.of(levels, levels.length);
  }

  // A mean of levels would be 65: noise limits are limits of energy.
  @Test
  void theEquivalentLevelIsAMeanOfEnergy() {
    assertThat(of(60, 70).equivalent()).isCloseTo(67.40362689494245, within(1e-12));
  }

  // One horn in a quiet minute decides the minute; the mean of levels would be 50.5.
  @Test
  void oneLoudSecondDecidesTheMinute() {
    double[] minute = new double[60];
    Arrays.fill(minute, 50);
    minute[17] = 80;
    SoundLevels levels = of(minute);
    assertThat(levels.equivalent()).isCloseTo(62.46744709723841, within(1e-12));
    assertThat(levels.greatest()).isEqualTo(80);
    assertThat(levels.exceeded50()).isEqualTo(50);
  }

  // The names are easily swapped: LA10 is the loud one.
  @Test
  void aPercentileIsTheLevelExceededThatShareOfTheTime() {
    double[] levels = IntStream.rangeClosed(0, 100).mapToDouble(i -> 30.5 + i).toArray();
    SoundLevels found = of(levels);
    assertThat(found.exceeded10()).isEqualTo(120.5);
    assertThat(found.exceeded50()).isEqualTo(80.5);
    assertThat(found.exceeded90()).isEqualTo(40.5);
  }

  @Test
  void betweenTwoLevelsItIsInterpolated() {
    SoundLevels found = of(60, 70);
    assertThat(found.exceeded10()).isCloseTo(69, within(1e-12));
    assertThat(found.exceeded50()).isEqualTo(65);
    assertThat(found.exceeded90()).isCloseTo(61, within(1e-12));
  }

  @Test
  void aConstantLevelIsAllOfThem() {
    assertThat(of(47.3, 47.3, 47.3)).isEqualTo(new SoundLevels(47.3, 47.3, 47.3, 47.3, 47.3));
  }

  // Readings come in order of time, not of level, and the buffer is longer than what counts.
  @Test
  void theOrderOfReadingsDoesNotMatterAndTheRestOfTheBufferDoesNotCount() {
    Random random = new Random(3);
    double[] levels = random.doubles(500, 40, 95).toArray();
    double[] sorted = levels.clone();
    Arrays.sort(sorted);
    double[] longer = Arrays.copyOf(levels, 600);
    longer[550] = 300;
    assertThat(SoundLevels.of(longer, 500)).isEqualTo(SoundLevels.of(sorted, 500));
  }

  // Garbage that reads as a level must not become infinite: no reading may be.
  @Test
  void aLevelThatCannotBeStaysFinite() {
    assertThat(of(50, 1e6).equivalent()).isCloseTo(1e6 - 3.0103, within(1e-4));
  }
}
