package vn.binhduong.gateway.driver.coap;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// The key of one node.
///
/// @param identity the PSK identity with which the node names itself
/// @param key the key in hex, where it stands here
/// @param keyFile a file with the key in hex, where it does not
public record PskKey(
    @Option(doc = "PSK identity of the node.", min = "1", max = "128", example = "node-7")
        String identity,
    @Option(
            doc = "Key in hex, 16 to 64 bytes; or a key-file.",
            optional = true,
            secret = true,
            pattern = "([0-9A-Fa-f]{2}){16,64}")
        @Nullable String key,
    @Option(
            doc = "File with the key in hex on one line, readable by the gateway alone.",
            optional = true,
            example = "/etc/edge-gateway/keys/node-7.hex")
        @Nullable Path keyFile) {

  public PskKey {
    if ((key == null) == (keyFile == null)) {
      throw new IllegalArgumentException(
          "identity '%s': expected either key or key-file".formatted(identity));
    }
  }

  /// Without the key.
  @Override
  public String toString() {
    return "PskKey[%s]".formatted(identity);
  }
}
