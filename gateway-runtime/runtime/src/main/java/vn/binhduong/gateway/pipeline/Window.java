package vn.binhduong.gateway.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.binhduong.gateway.driver.Channel;
import vn.binhduong.gateway.driver.Reading;

/// The open window of all channels of a device that are condensed over the same length. Windows lie
/// on the multiples of their length since 1970, by the steady clock.
final class Window implements Period {
  private final long lengthNanos;
  private final Map<Channel, Condenser> channels = new LinkedHashMap<>();
  private long endNanos;
  private long lastNanos;

  Window(long lengthNanos) {
    this.lengthNanos = lengthNanos;
  }

  /// Whether it holds readings and ends at or before an instant (nanoseconds since 1970, steady).
  @Override
  public boolean endsBy(long steadyNanos) {
    return !channels.isEmpty() && endNanos <= steadyNanos;
  }

  /// End, exclusive: nanoseconds since 1970, steady.
  @Override
  public long endNanos() {
    return endNanos;
  }

  /// Time of the latest reading, nanoseconds since 1970, steady.
  long lastNanos() {
    return lastNanos;
  }

  boolean isEmpty() {
    return channels.isEmpty();
  }

  void add(Reading reading, long steadyNanos) {
    if (channels.isEmpty()) {
      endNanos = Period.endOf(steadyNanos, lengthNanos);
    }
    lastNanos = steadyNanos;
    channels.computeIfAbsent(reading.channel(), Condenser::new).add(reading);
  }

  /// Empties the window.
  @Override
  public List<Reading> close() {
    List<Reading> readings = new ArrayList<>();
    channels.values().forEach(condenser -> readings.addAll(condenser.readings()));
    channels.clear();
    return readings;
  }
}
