package vn.binhduong.gateway.driver.simulated;

/// A bounded series of independent draws from one seed; not smooth, unlike [Noise].
final class Draws {
  private final long seed;
  private final int curve;
  private long index;

  /// The draws number `first`, `first` + 1 ... of a curve of a seed.
  Draws(long seed, int curve, long first) {
    this.seed = Noise.hash(seed, curve, first);
    this.curve = curve;
  }

  /// From 0 (included) to 1 (excluded).
  double uniform() {
    return Noise.unit(Noise.hash(seed, curve, index++));
  }

  /// Normal, by Box and Muller, at most four deviations from the mean.
  double normal(double mean, double deviation) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
    double draw = radius * StrictMath.cos(2 * Math.PI * uniform());
    return mean + deviation * Noise.clamp(draw, -4, 4);
  }

  /// Poisson, by Knuth's product of uniforms.
  ///
  /// @param mean at most 200
  int poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = uniform(); product > limit; product *= uniform()) {
      count++;
    }
    return count;
  }
}
