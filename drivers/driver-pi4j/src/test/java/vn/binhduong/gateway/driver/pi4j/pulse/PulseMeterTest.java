package vn.binhduong.gateway.driver.pi4j.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PulseMeterTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void pulsesAreCountedOnce() {
    var meter = new PulseMeter(SECOND, 41);
    meter.pulse(0);
    meter.pulse(2 * SECOND);
    assertThat(meter.take()).isEqualTo(new PulseMeter.Count(43, 2, 0, 2));
    assertThat(meter.take()).isEqualTo(new PulseMeter.Count(43, 0, 0, 0));
  }

  // A contact that bounces, or a lightning nearby, is no rain; but it is told.
  @Test
  void pulsesThatComeTooFastAreRejectedAndTold() {
    var meter = new PulseMeter(SECOND, 0);
    meter.pulse(0);
    meter.pulse(SECOND - 1);
    meter.pulse(SECOND);
    meter.pulse(SECOND + 1);
    assertThat(meter.take()).isEqualTo(new PulseMeter.Count(2, 2, 2, 2));
  }

  // Nothing is lost or made up: of any pulses, those counted and those rejected are all.
  @Test
  void countedAndRejectedAreAll() {
    Random random = new Random(7);
    var meter = new PulseMeter(SECOND / 10, 0);
    long nanos = 0;
    for (int i = 0; i < 10_000; i++) {
      nanos += random.nextLong(SECOND / 4);
      meter.pulse(nanos);
    }
    PulseMeter.Count count = meter.take();
    assertThat(count.pulses() + count.rejected()).isEqualTo(10_000);
    assertThat(count.rejected()).isPositive();
    assertThat(count.total()).isEqualTo(count.pulses());
  }

  // A gust is the most in 3 s, not the most between two pulses.
  @Test
  void aGustIsTheMostInThreeSeconds() {
    var meter = new PulseMeter(0, 0);
    for (int i = 0; i < 10; i++) {
      meter.pulse(i * SECOND);
    }
    for (int i = 0; i < 30; i++) {
      meter.pulse(20 * SECOND + i * SECOND / 10);
    }
    assertThat(meter.take().gustPulses()).isEqualTo(30);
  }

  @Test
  void theTotalIsKeptInWords() {
    assertThat(new PulseMeter(0, 12).memory()).isEqualTo("pulses 12");
    assertThat(PulseMeter.total("pulses 12")).contains(12L);
    assertThat(PulseMeter.total("pulses -12")).isEmpty();
    assertThat(PulseMeter.total("12")).isEmpty();
    assertThat(PulseMeter.total("pulses 9999999999999999999")).isEmpty();
  }
}
