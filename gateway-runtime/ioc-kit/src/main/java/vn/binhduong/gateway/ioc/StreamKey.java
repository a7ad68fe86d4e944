package vn.binhduong.gateway.ioc;

import java.util.Comparator;
import java.util.UUID;

/// Identity of a stream: numbers are unique within it and are never reused.
///
/// @param gateway id of the gateway, as in the topic
/// @param epoch identity of the store that gave the numbers
/// @param device id of the device, or `gateway` for the gateway stream
public record StreamKey(String gateway, UUID epoch, String device)
    implements Comparable<StreamKey> {
  private static final Comparator<StreamKey> ORDER =
      Comparator.comparing(StreamKey::gateway)
          .thenComparing(StreamKey::epoch)
          .thenComparing(StreamKey::device);

  @Override
  public int compareTo(StreamKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%s/%s/%s".formatted(gateway, epoch, device);
  }
}
