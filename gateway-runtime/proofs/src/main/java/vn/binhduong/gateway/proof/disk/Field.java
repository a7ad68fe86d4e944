package vn.binhduong.gateway.proof.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.driver.Unit;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// Instruments whose every value can be computed again, by anyone, from the seed: the truth needs
/// no log. Sample `k` of a device carries `k` in its channel `k`, so that condensed samples tell by
/// their least and greatest `k` what they were made of.
///
/// @param seed of all values
/// @param device its id
/// @param everyMillis between two samples
/// @param channels of a sample beside `k`
/// @param condensable whether the gateway may condense its samples
record Field(long seed, String device, long everyMillis, int channels, boolean condensable) {
  /// The boot that all samples belong to.
  static final UUID BOOT = new UUID(0x4d15_c0de, 0xf00d);

  /// Wall time at the beginning of that boot, milliseconds since 1970: 1 January 2015.
  static final long BASE_MILLIS = 1_420_070_400_000L;

  static final String INDEX = "k";
  private static final double SPAN = 200;

  /// Channel `c` of every field.
  static String name(int c) {
    return "c" + c;
  }

  /// The channels, in order.
  List<Channel> list() {
    List<Channel> list = new ArrayList<>(channels + 1);
    list.add(new Channel(INDEX, Unit.COUNT, 0, 1e12, "number of the sample"));
    for (int c = 0; c < channels; c++) {
      list.add(new Channel(name(c), Unit.CELSIUS, -SPAN, SPAN, "a value"));
    }
    return list;
  }

  /// Value of channel `c` in sample `k`.
  double value(int c, long k) {
    long mixed = mix(mix(seed * 31 + device.hashCode()) + mix(k * 257 + c));
    return (mixed >>> 11) * 0x1p-53 * SPAN - SPAN / 2;
  }

  /// Milliseconds since 1970 of sample `k`.
  long timeMillis(long k) {
    return BASE_MILLIS + everyMillis * k;
  }

  /// Sample `k`, from 1.
  Sample sample(long k, List<Channel> list) {
    List<Reading> readings = new ArrayList<>(list.size());
    readings.add(list.getFirst().reading((double) k));
    for (int c = 0; c < channels; c++) {
      readings.add(list.get(c + 1).reading(value(c, k)));
    }
    return new Sample(device, new BootTime(BOOT, everyMillis * k * 1_000_000), readings);
  }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private static long mix(long z) {
    long x = z + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
