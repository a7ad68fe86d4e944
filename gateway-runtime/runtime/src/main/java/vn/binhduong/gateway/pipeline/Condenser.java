package vn.binhduong.gateway.pipeline;

import java.util.List;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Channel.Aggregate;
import vn.binhduong.gateway.driver.Quality;
import vn.binhduong.gateway.driver.Reading;

/// Number, least, greatest, mean and standard deviation of the usable readings of one window, in
/// one pass (Welford 1962: stable for any number of readings far from zero).
final class Condenser {
  private final Channel channel;
  private final List<Channel> parts;
  private long n;
  private double mean;
  private double squares;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private Quality usable = Quality.GOOD;
  private Quality bad = Quality.BAD_LINK;

  Condenser(Channel channel) {
    this.channel = channel;
    this.parts =
        List.of(
            channel.aggregate(Aggregate.MIN),
            channel.aggregate(Aggregate.MAX),
            channel.aggregate(Aggregate.N),
            channel.aggregate(Aggregate.SD));
  }

  void add(Reading reading) {
    if (!reading.quality().hasValue()) {
      bad = reading.quality();
      return;
    }
    double value = reading.value();
    n++;
    double before = value - mean;
    mean += before / n;
    squares += before * (value - mean);
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (doubt(reading.quality()) > doubt(usable)) {
      usable = reading.quality();
    }
  }

  /// The mean under the channel's own name, then `.min .max .n .sd`, all of the most doubtful
  /// quality among the usable readings; when none was usable, the latest bad quality and a number
  /// of 0.
  List<Reading> readings() {
    if (n == 0) {
      return List.of(channel.bad(bad), parts.get(2).reading(0));
    }
    return List.of(
        new Reading(channel, Math.clamp(mean, min, max), usable),
        new Reading(parts.get(0), min, usable),
        new Reading(parts.get(1), max, usable),
        new Reading(parts.get(2), n, usable),
        new Reading(parts.get(3), Math.sqrt(squares / n), usable));
  }

  static int doubt(Quality quality) {
    return switch (quality) {
      case GOOD -> 0;
      case UNCERTAIN_CHANGE -> 1;
      case UNCERTAIN_RANGE -> 2;
      case CALIBRATING -> 3;
      case BAD_SENSOR, BAD_LINK -> 4;
    };
  }
}
