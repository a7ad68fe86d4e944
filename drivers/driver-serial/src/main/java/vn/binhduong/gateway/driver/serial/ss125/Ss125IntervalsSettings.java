package vn.binhduong.gateway.driver.serial.ss125;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import vn.binhduong.gateway.driver.Option;

/// The intervals of an SS125.
///
/// @param sensor id of the sensor
/// @param lanes numbers of the lanes, from 1, each once
/// @param headways whether headway and gap are told
/// @param timeout longest wait for each answer
public record Ss125IntervalsSettings(
    @Option(doc = "Id of the sensor on its line.", min = "1", max = "65535", example = "1")
        int sensor,
    @Option(
            doc = "Numbers of the lanes as set up in the sensor, from 1.",
            min = "1",
            max = "22",
            example = "[1, 2, 3]")
        List<Integer> lanes,
    @Option(
            doc =
                "Tell headway and gap too. That the sensor counts them in milliseconds is inferred"
                    + " and was not seen on one: compare before use.",
            fallback = "false")
        boolean headways,
    @Option(doc = "Longest wait for each answer.", fallback = "3s", min = "50ms", max = "10s")
        Duration timeout) {
  private static final int LANE_MAX = 22;

  public Ss125IntervalsSettings {
    lanes = List.copyOf(lanes);
    for (int lane : lanes) {
      if (lane < 1 || lane > LANE_MAX) {
        throw new IllegalArgumentException(
            "lanes: expected 1 to %d, found %d".formatted(LANE_MAX, lane));
      }
    }
    if (new HashSet<>(lanes).size() != lanes.size()) {
      throw new IllegalArgumentException("lanes: one is named twice in " + lanes);
    }
  }
}
