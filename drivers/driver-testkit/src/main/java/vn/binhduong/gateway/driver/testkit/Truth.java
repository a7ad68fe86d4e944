package vn.binhduong.gateway.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// What a device means while it is healthy, to be compared with what it says in a fault and after
/// it.
final class Truth {
  private final Map<String, Set<Double>> values = new HashMap<>();
  private final Map<String, Set<Quality>> qualities = new HashMap<>();
  private final DriverFixture<?> fixture;

  /// @param healthy samples of the healthy device
  /// @param fixture knows what the device may give
  Truth(List<EmittedSample> healthy, DriverFixture<?> fixture) {
    this.fixture = fixture;
    for (EmittedSample sample : healthy) {
      for (Reading reading : sample.readings()) {
        String channel = reading.channel().name();
        qualities
            .computeIfAbsent(channel, ignored -> EnumSet.noneOf(Quality.class))
            .add(reading.quality());
        if (reading.quality().hasValue()) {
          values.computeIfAbsent(channel, ignored -> new TreeSet<>()).add(reading.value());
        }
      }
    }
  }

  /// No value in these samples was made up.
  void assertTrue(String when, List<EmittedSample> samples) {
    assertThat(samples)
        .as("readings %s", when)
        .flatExtracting(EmittedSample::readings)
        .filteredOn(reading -> reading.quality().hasValue())
        .allMatch(this::mayBe, "a value that the device gave; before it gave " + values);
  }

  /// These samples are as good as when the device had never been sick.
  void assertWell(String when, List<EmittedSample> samples) {
    assertTrue(when, samples);
    assertThat(samples)
        .as("samples %s", when)
        .isNotEmpty()
        .allMatch(EmittedSample::usable, "usable");
    assertThat(samples)
        .as("readings %s", when)
        .flatExtracting(EmittedSample::readings)
        .allMatch(this::asGoodAsBefore, "of a quality as before: " + qualities);
  }

  private boolean mayBe(Reading reading) {
    return fixture.gives(reading, values.getOrDefault(reading.channel().name(), Set.of()));
  }

  /// A channel that was not given before may have any quality, and a warm-up may have ended.
  private boolean asGoodAsBefore(Reading reading) {
    Set<Quality> before = qualities.get(reading.channel().name());
    return before == null
        || before.contains(reading.quality())
        || reading.quality() == Quality.GOOD;
  }
}
