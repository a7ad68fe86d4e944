package vn.binhduong.gateway.driver.coap;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// Our server, to which nodes post.
///
/// @param bind literal address to listen at
/// @param port UDP port; null: 5684 with DTLS, 5683 without
/// @param security how requests are protected
/// @param keys the keys of the nodes, with DTLS only
/// @param payloadBytesMax greatest payload of a request, all blocks together
/// @param requestsPerMinute most requests per node and minute
/// @param allow addresses and networks that may speak; none: all
public record CoapServerSettings(
    @Option(
            doc = "Address to listen at; `0.0.0.0` for all, after a thought about the firewall.",
            fallback = "127.0.0.1",
            example = "192.168.1.2")
        String bind,
    @Option(
            doc = "UDP port; without it 5684 with DTLS and 5683 without.",
            optional = true,
            min = "1",
            max = "65535")
        @Nullable Integer port,
    @Option(
            doc = "How requests are protected: dtls-psk, or none for a network that is trusted.",
            fallback = "dtls-psk")
        ServerSecurity security,
    @Option(doc = "Keys of the nodes, needed with dtls-psk.", max = "256") List<PskKey> keys,
    @Option(
            doc = "Greatest payload of a request in bytes, all its blocks together.",
            fallback = "4096",
            min = "64",
            max = "65536")
        int payloadBytesMax,
    @Option(
            doc = "Most requests that are taken per node and minute.",
            fallback = "60",
            min = "1",
            max = "60000")
        int requestsPerMinute,
    @Option(doc = "Addresses and networks (`10.8.0.0/16`) that may speak; none: all.", max = "256")
        List<String> allow) {

  private static final int PORT_PLAIN = 5683;
  private static final int PORT_DTLS = 5684;

  public CoapServerSettings {
    keys = List.copyOf(keys);
    allow = List.copyOf(allow);
    var wrong = new ArrayList<String>();
    try {
      AllowList.literal(bind);
    } catch (IllegalArgumentException e) {
      wrong.add("bind: " + e.getMessage());
    }
    try {
      new AllowList(allow);
    } catch (IllegalArgumentException e) {
      wrong.add("allow: " + e.getMessage());
    }
    if (security == ServerSecurity.DTLS_PSK && keys.isEmpty()) {
      wrong.add("keys: security dtls-psk needs them");
    }
    if (security == ServerSecurity.NONE && !keys.isEmpty()) {
      wrong.add("keys: security none has none");
    }
    if (keys.stream().map(PskKey::identity).distinct().count() != keys.size()) {
      wrong.add("keys: an identity stands twice");
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  int portOrUsual() {
    if (port != null) {
      return port;
    }
    return security == ServerSecurity.DTLS_PSK ? PORT_DTLS : PORT_PLAIN;
  }
}
