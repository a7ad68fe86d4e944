package vn.binhduong.gateway.uplink;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One PUBLISH, up.
///
/// @param topic full topic name
/// @param payload what it carries
/// @param retain whether the broker keeps it
/// @param contentType MIME type
/// @param text whether the payload is UTF-8 text (Payload Format Indicator 1)
/// @param userProperties routing header, in order
/// @param correlation Correlation Data of the request it answers
@SuppressWarnings("ArrayRecordComponent") // never compared nor printed
record Outgoing(
    String topic,
    byte[] payload,
    boolean retain,
    String contentType,
    boolean text,
    Map<String, String> userProperties,
    byte @Nullable [] correlation) {

  /// Fixed header, packet identifier, property lengths and the properties of one byte, rounded up.
  private static final int OVERHEAD_BYTES = 40;

  /// The same, not to be kept by the broker.
  Outgoing unretained() {
    return retain
        ? new Outgoing(topic, payload, false, contentType, text, userProperties, correlation)
        : this;
  }

  /// Bytes on the wire, never too few: topic, payload, properties and headers.
  int wireBytes() {
    int bytes = OVERHEAD_BYTES + payload.length + utf8(topic) + utf8(contentType);
    for (Map.Entry<String, String> property : userProperties.entrySet()) {
      bytes += 5 + utf8(property.getKey()) + utf8(property.getValue());
    }
    byte[] data = correlation;
    return data == null ? bytes : bytes + 3 + data.length;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
