package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.control.Value;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

class LastSamplesTest {
  private static final UUID BOOT = new UUID(1, 2);
  private static final Channel T = new Channel("t", Unit.CELSIUS, -40, 80, "air");
  private static final Channel DEW = new Channel("dew_point", Unit.CELSIUS, -80, 80, "air");
  private final LastSamples last = new LastSamples();

  private static BootTime at(long seconds) {
    return new BootTime(BOOT, seconds * 1_000_000_000L);
  }

  private static Reading good(Channel channel, double value) {
    return new Reading(channel, value, Quality.GOOD);
  }

  // What was computed and judged of a sample comes after it, with the same time.
  @Test
  void computedAndJudgedReadingsAreShown() {
    last.accept(new Sample("wx1", at(10), List.of(good(T, 90))));
    last.accept(
        new Sample(
            "wx1",
            at(10),
            List.of(good(T, 90).withQuality(Quality.UNCERTAIN_RANGE), good(DEW, 12))));
    assertThat(last.of("wx1", at(12)))
        .containsExactly(
            new Value("t", "Cel", 90.0, "UNCERTAIN_RANGE", 2000),
            new Value("dew_point", "Cel", 12.0, "GOOD", 2000));
  }

  // The mean of a window carries the name of its channel and the end of the window.
  @Test
  void anOlderReadingDoesNotHideANewerOne() {
    last.accept(new Sample("wx1", at(10), List.of(good(T, 20))));
    last.accept(new Sample("wx1", at(5), List.of(good(T, 18), good(DEW, 12))));
    assertThat(last.of("wx1", at(10)))
        .containsExactly(
            new Value("t", "Cel", 20.0, "GOOD", 0),
            new Value("dew_point", "Cel", 12.0, "GOOD", 5000));
  }

  @Test
  void aDeviceThatOpensAnewHasNoPast() {
    last.accept(new Sample("wx1", at(10), List.of(good(T, 20))));
    last.opened("wx1");
    assertThat(last.of("wx1", at(10))).isEmpty();
  }
}
