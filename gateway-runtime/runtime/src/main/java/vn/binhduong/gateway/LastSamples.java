package vn.binhduong.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.binhduong.gateway.control.Value;
import vn.binhduong.gateway.driver.Reading;
import vn.binhduong.gateway.model.BootTime;
import vn.binhduong.gateway.model.Sample;

/// The newest reading of each channel, measured or computed, for people who look. Thread-safe; one
/// entry a channel, of which a device has a bounded number.
final class LastSamples {
  private record Last(Reading reading, BootTime at) {}

  private final Map<String, Map<String, Last>> byDevice = new ConcurrentHashMap<>();

  /// Takes a sample; readings older than what is there are left out. Of the same instant the later
  /// call counts, since it knows more: a reading that was judged comes after the raw one.
  void accept(Sample sample) {
    byDevice.compute(
        sample.device(),
        (device, before) -> {
          Map<String, Last> all =
              before == null ? new LinkedHashMap<>() : new LinkedHashMap<>(before);
          for (Reading reading : sample.readings()) {
            all.merge(
                reading.channel().name(),
                new Last(reading, sample.at()),
                (old, next) -> next.at().nanos() < old.at().nanos() ? old : next);
          }
          return all;
        });
  }

  /// The device may have other channels from now on.
  void opened(String device) {
    byDevice.remove(device);
  }

  /// The last readings of a device with their ages; empty before the first.
  List<Value> of(String device, BootTime now) {
    return byDevice.getOrDefault(device, Map.of()).values().stream()
        .map(last -> value(last.reading(), last.at(), now))
        .toList();
  }

  /// The readings of a sample as people see them.
  static List<Value> values(Sample sample, BootTime now) {
    return sample.readings().stream().map(reading -> value(reading, sample.at(), now)).toList();
  }

  private static Value value(Reading reading, BootTime at, BootTime now) {
    return new Value(
        reading.channel().name(),
        reading.channel().unit().symbol(),
        reading.quality().hasValue() ? reading.value() : null,
        reading.quality().name(),
        Math.max(0, (now.nanos() - at.nanos()) / 1_000_000));
  }
}
