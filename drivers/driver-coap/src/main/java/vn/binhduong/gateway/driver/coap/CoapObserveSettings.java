package vn.binhduong.gateway.driver.coap;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// A resource of a node that we observe.
///
/// @param uri where it is
/// @param identity our PSK identity, with coaps
/// @param key the key in hex, with coaps, where it stands here
/// @param keyFile a file with the key in hex, with coaps, where it does not
/// @param accept the format that is asked for; null: whatever the node prefers
/// @param channels what the node sends
/// @param missing what becomes of a channel without a value
/// @param every how often a node is asked that cannot be observed
/// @param answerTimeout how long to wait for an answer, and beyond Max-Age for a notification
/// @param silence longest time without a sample of a healthy node
/// @param ageMax greatest age of a record
/// @param payloadBytesMax greatest payload, all blocks together
public record CoapObserveSettings(
    @Option(
            doc = "The resource, `coap://` or `coaps://`; take an address rather than a name.",
            example = "coap://192.168.1.20/sensors/air")
        URI uri,
    @Option(
            doc = "Our PSK identity, needed with coaps.",
            optional = true,
            min = "1",
            max = "128",
            example = "gateway")
        @Nullable String identity,
    @Option(
            doc = "Key in hex, 16 to 64 bytes, with coaps; or a key-file.",
            optional = true,
            secret = true,
            pattern = "([0-9A-Fa-f]{2}){16,64}")
        @Nullable String key,
    @Option(
            doc = "File with the key in hex on one line, with coaps.",
            optional = true,
            example = "/etc/edge-gateway/keys/node-8.hex")
        @Nullable Path keyFile,
    @Option(
            doc =
                "Format that is asked for: senml-json, senml-cbor or text; without it, what the node"
                    + " prefers.",
            optional = true)
        @Nullable PayloadFormat accept,
    @Option(doc = "What the node sends.", min = "1", max = "64") List<ChannelMapping> channels,
    @Option(
            doc = "What becomes of a channel that a sample has no value for: bad or leave-out.",
            fallback = "bad")
        Missing missing,
    @Option(
            doc = "How often a node is asked that cannot be observed.",
            fallback = "60s",
            min = "100ms",
            max = "24h")
        Duration every,
    @Option(
            doc =
                "How long to wait for an answer, and how long after Max-Age for a notification"
                    + " before the node is asked anew.",
            fallback = "5s",
            min = "100ms",
            max = "60s")
        Duration answerTimeout,
    @Option(
            doc = "Longest time without a sample of a healthy node.",
            fallback = "15min",
            min = "1s",
            max = "7d")
        Duration silence,
    @Option(
            doc = "Greatest age of a record; a payload with an older one is refused.",
            fallback = "1h",
            min = "0s",
            max = "24h")
        Duration ageMax,
    @Option(
            doc = "Greatest payload in bytes, all its blocks together.",
            fallback = "4096",
            min = "64",
            max = "65536")
        int payloadBytesMax) {

  public CoapObserveSettings {
    channels = ChannelMapping.distinct(channels);
    var wrong = new ArrayList<String>();
    String scheme = String.valueOf(uri.getScheme());
    boolean secured = scheme.equals("coaps");
    if ((!secured && !scheme.equals("coap")) || uri.getHost() == null) {
      wrong.add("uri: expected coap://HOST/PATH or coaps://HOST/PATH, found '%s'".formatted(uri));
    } else if (uri.getUserInfo() != null || uri.getFragment() != null) {
      wrong.add("uri: expected no user and no fragment");
    }
    boolean oneKey = (key == null) != (keyFile == null);
    if (secured && (identity == null || !oneKey)) {
      wrong.add("identity: coaps needs it, and either key or key-file");
    }
    if (!secured && (identity != null || key != null || keyFile != null)) {
      wrong.add("identity: coap has neither identity nor key, take coaps");
    }
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wrong));
    }
  }

  boolean secured() {
    return uri.getScheme().equals("coaps");
  }

  /// Without the key.
  @Override
  public String toString() {
    return "CoapObserveSettings[%s]".formatted(uri);
  }
}
