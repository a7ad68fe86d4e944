package vn.binhduong.gateway.pipeline;

import java.util.Arrays;
import java.util.List;

/// What passed a detector in one bin. A figure that has no value is NaN: an empty road has no
/// speed.
///
/// @param count vehicles
/// @param byClass vehicles of each class that was asked for, then all others
/// @param speeds vehicles with a usable speed
/// @param meanSpeed arithmetic mean of their speeds (time mean speed), unit of the channel
/// @param speed85 speed that 85 % of them do not exceed, unit of the channel
/// @param headwaySeconds mean time from front to front, seconds
/// @param occupancyPercent share of the time in which the detector was covered, percent
record TrafficBin(
    long count,
    List<Long> byClass,
    long speeds,
    double meanSpeed,
    double speed85,
    double headwaySeconds,
    double occupancyPercent) {

  /// Speeds that one bin keeps for its percentile: eight lanes at capacity for an hour. Of what
  /// comes after, only the mean and the count go on, and the percentile is left out.
  static final int SPEEDS_MAX = 20_000;

  private static final double SHARE = 0.85;

  /// One vehicle; NaN where something was not measured.
  ///
  /// @param classIndex index in `byClass`
  /// @param speed unit of the channel
  /// @param headwaySeconds since the vehicle before
  /// @param coveredSeconds how long the detector was covered
  /// @param occupancyPercent what the detector says itself of its time since the last report
  record Vehicle(
      int classIndex,
      double speed,
      double headwaySeconds,
      double coveredSeconds,
      double occupancyPercent) {}

  /// The open bin. For one thread; memory: the speeds.
  static final class Open {
    private static final int FIRST = 64;

    private final long[] byClass;
    private double[] speeds = new double[FIRST];
    private long count;
    private final Mean speed = new Mean();
    private final Mean headway = new Mean();
    private final Mean occupancy = new Mean();
    private final Mean covered = new Mean();

    /// @param classes number of classes, the others among them; at least 1
    Open(int classes) {
      byClass = new long[classes];
    }

    void add(Vehicle vehicle) {
      count++;
      byClass[vehicle.classIndex]++;
      if (!Double.isNaN(vehicle.speed)) {
        if (speed.n < SPEEDS_MAX) {
          int n = (int) speed.n;
          if (n == speeds.length) {
            speeds = Arrays.copyOf(speeds, Math.min(SPEEDS_MAX, 2 * n));
          }
          speeds[n] = vehicle.speed;
        }
        speed.add(vehicle.speed);
      }
      headway.add(vehicle.headwaySeconds);
      occupancy.add(vehicle.occupancyPercent);
      covered.add(vehicle.coveredSeconds);
    }

    /// @param lengthSeconds of the bin
    TrafficBin close(double lengthSeconds) {
      double speed85 = Double.NaN;
      if (speed.n > 0 && speed.n <= SPEEDS_MAX) {
        double[] sorted = Arrays.copyOf(speeds, (int) speed.n);
        Arrays.sort(sorted);
        speed85 = Quantile.of(sorted, sorted.length, SHARE);
      }
      double ownOccupancy =
          covered.n > 0 ? Math.min(100, 100 * covered.sum / lengthSeconds) : Double.NaN;
      return new TrafficBin(
          count,
          Arrays.stream(byClass).boxed().toList(),
          speed.n,
          speed.value(),
          speed85,
          headway.value(),
          occupancy.n > 0 ? occupancy.value() : ownOccupancy);
    }
  }

  /// Leaves out what is NaN.
  private static final class Mean {
    private double sum;
    private long n;

    void add(double value) {
      if (!Double.isNaN(value)) {
        sum += value;
        n++;
      }
    }

    double value() {
      return n > 0 ? sum / n : Double.NaN;
    }
  }
}
