package vn.binhduong.gateway.pipeline;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Traffic bins of a device that emits one sample a vehicle.
///
/// @param lengths of the bins; every one is told by itself
/// @param speed channel of the speed
/// @param vehicleClass channel of the class, a code
/// @param headway channel of the time since the vehicle before, seconds; null takes the times of
///   the samples
/// @param covered channel of how long the detector was covered, seconds
/// @param occupancy channel of the occupancy, percent
/// @param classes the codes that are counted by themselves, by name
/// @param vehicles whether the vehicles themselves are stored too
public record BinSettings(
    @Option(
            doc = "Lengths of the bins: 1min, 5min, 15min, 1h.",
            fallback = "[5min]",
            min = "1",
            max = "4")
        List<Duration> lengths,
    @Option(doc = "Channel of the speed.", fallback = "speed", pattern = BinSettings.NAME)
        String speed,
    @Option(doc = "Channel of the class, a code.", fallback = "class", pattern = BinSettings.NAME)
        String vehicleClass,
    @Option(
            doc =
                "Channel of the time since the vehicle before, seconds; without it the times of the"
                    + " samples are taken.",
            optional = true,
            pattern = BinSettings.NAME,
            example = "headway")
        @Nullable String headway,
    @Option(
            doc = "Channel of how long the vehicle covered the detector, seconds.",
            optional = true,
            pattern = BinSettings.NAME)
        @Nullable String covered,
    @Option(
            doc = "Channel of the occupancy that the detector tells itself, percent.",
            optional = true,
            pattern = BinSettings.NAME)
        @Nullable String occupancy,
    @Option(
            doc = "Codes of the classes that are counted by themselves, by name.",
            pattern = "[a-z][a-z0-9]{0,11}",
            max = "16",
            example = "{moto: 0, car: 1}")
        Map<String, Integer> classes,
    @Option(doc = "Whether the vehicles themselves are stored too.", fallback = "keep")
        Vehicles vehicles) {
  static final String NAME = "[a-z][a-z0-9_]{0,31}";

  private static final Set<Long> MINUTES = Set.of(1L, 5L, 15L, 60L);

  public BinSettings {
    if (new HashSet<>(lengths).size() != lengths.size()
        || !lengths.stream()
            .allMatch(
                each ->
                    MINUTES.contains(each.toMinutes())
                        && each.toSecondsPart() == 0
                        && each.toNanosPart() == 0)) {
      throw new IllegalArgumentException("lengths: expected of 1min, 5min, 15min, 1h, each once");
    }
    if (new HashSet<>(classes.values()).size() != classes.size()) {
      throw new IllegalArgumentException("classes: expected each code once");
    }
    if (classes.containsKey("other")) {
      throw new IllegalArgumentException("classes: 'other' is what is not named");
    }
  }

  /// What becomes of the sample of a vehicle.
  public enum Vehicles {
    /// It is stored, and an open bin is filled again after a restart.
    KEEP,
    /// Only the bins are stored; those that are open at a restart are lost.
    LEAVE_OUT
  }
}
