package vn.binhduong.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
  @Test
  void aSlopeIsPerHour() {
    List<Soak.Point> points =
        List.of(point(0, 1000), point(0.5, 1010), point(1, 1020), point(1.5, 1030));
    assertThat(Soak.slope(points, Soak.Point::rssKib)).isCloseTo(20, within(1e-9));
  }

  private static Soak.Point point(double hours, double rss) {
    return new Soak.Point(hours, rss, 26, 40, 0, 0, 0);
  }
}
