package vn.binhduong.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.binhduong.gateway.control.Value;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// The newest sample of each device, for people who look. Thread-safe; one entry a device.
final class LastSamples {
  private final Map<String, Sample> byDevice = new ConcurrentHashMap<>();

  void accept(Sample sample) {
    byDevice.put(sample.device(), sample);
  }

  /// The last readings of a device with their age; empty before the first.
  List<Value> of(String device, BootTime now) {
    Sample sample = byDevice.get(device);
    return sample == null ? List.of() : values(sample, now);
  }

  /// The readings of a sample as people see them.
  static List<Value> values(Sample sample, BootTime now) {
    long ageMillis = Math.max(0, (now.nanos() - sample.at().nanos()) / 1_000_000);
    return sample.readings().stream().map(reading -> value(reading, ageMillis)).toList();
  }

  private static Value value(Reading reading, long ageMillis) {
    return new Value(
        reading.channel().name(),
        reading.channel().unit().symbol(),
        reading.quality().hasValue() ? reading.value() : null,
        reading.quality().name(),
        ageMillis);
  }
}
