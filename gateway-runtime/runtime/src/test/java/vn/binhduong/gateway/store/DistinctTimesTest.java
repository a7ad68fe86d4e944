package vn.binhduong.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Entry;

/// The time an entry is stored with is the one it is sent with, each time it is sent.
class DistinctTimesTest {
  private static final long MS = 1_000_000;

  private final DistinctTimes times = new DistinctTimes();

  private long given(String device, UUID boot, long nanos) {
    Entry entry = Given.sample(device, 1).withAt(new BootTime(boot, nanos));
    return times.distinct(entry).at().nanos();
  }

  private long given(long nanos) {
    return given("wx1", Given.BOOT, nanos);
  }

  @Test
  void aBurstIsSpreadAndThenForgotten() {
    assertThat(given(5 * MS)).isEqualTo(5 * MS);
    assertThat(given(5 * MS)).isEqualTo(6 * MS);
    assertThat(given(5 * MS + 999_999)).isEqualTo(7 * MS);
    assertThat(given(7 * MS + 10)).isEqualTo(8 * MS);
    assertThat(given(9 * MS)).isEqualTo(9 * MS);
    assertThat(given(20 * MS)).isEqualTo(20 * MS);
  }

  @Test
  void streamsAndBootsAreApart() {
    assertThat(given(5 * MS)).isEqualTo(5 * MS);
    assertThat(given("wx2", Given.BOOT, 5 * MS)).isEqualTo(5 * MS);
    assertThat(given("wx1", new UUID(8, 8), 5 * MS)).isEqualTo(5 * MS);
  }

  /// A logger that hands over what it kept tells the truth about when it was measured.
  @Test
  void whatComesLateKeepsItsTime() {
    given(5_000 * MS);
    assertThat(given(1_000 * MS)).isEqualTo(1_000 * MS);
    assertThat(given(1_000 * MS)).isEqualTo(1_001 * MS);
    assertThat(given(5_000 * MS)).isEqualTo(5_000 * MS);
  }

  @Test
  void nothingIsMovedByMoreThanASecond() {
    long last = 0;
    for (int i = 0; i <= 1_000; i++) {
      last = given(5 * MS);
    }
    assertThat(last).isEqualTo(1_005 * MS);
    assertThat(given(5 * MS)).isEqualTo(5 * MS);
  }
}
