package vn.binhduong.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PositionTest {
  // A degree of a meridian is 111.195 km on a sphere of 6371 km; of longitude, as much by the
  // cosine of the latitude; a quarter of the way round is 10007.5 km.
  @ParameterizedTest
  @CsvSource({
    "10, 106, 11, 106, 111194.9",
    "60, 106, 60, 106.001, 55.6",
    "0, 179.9995, 0, -179.9995, 111.2",
    "0, 0, 90, 45, 10007543.4",
    "10.5, 106.5, 10.5, 106.5, 0"
  })
  void theDistanceIsThatOnASphere(
      double latitude, double longitude, double north, double east, double metres) {
    assertThat(new Position(latitude, longitude).metresTo(new Position(north, east)))
        .isCloseTo(metres, within(0.1));
  }

  @Test
  void theMedianIsNotMovedByOutliers() {
    var outlier = new Position(50, 50);
    var near = new Position(10.98, 106.67);
    var beside = new Position(10.981, 106.671);
    var far = new Position(10.982, 106.672);
    assertThat(Position.median(List.of(outlier, near, beside, outlier, far, near, near)))
        .isEqualTo(new Position(10.981, 106.67));
  }

  @Test
  void theMedianCrossesTheMeridian() {
    var west = new Position(0, 179.75);
    var east = new Position(0, -179.75);
    assertThat(Position.median(List.of(west, east, east))).isEqualTo(east);
    assertThat(Position.median(List.of(east, west, west))).isEqualTo(west);
  }

  @Test
  void whatIsNotOnTheEarthIsRefused() {
    assertThatThrownBy(() -> new Position(90.1, 0)).hasMessageContaining("found 90.1");
    assertThatThrownBy(() -> new Position(0, Double.NaN)).hasMessageContaining("found 0.0, NaN");
  }
}
