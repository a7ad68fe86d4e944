package vn.binhduong.gateway.driver.coap;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.binhduong.gateway.driver.Option;

/// A node that posts to a link of type `coap-server`.
///
/// @param path where it posts, without the leading slash
/// @param identity its PSK identity; with DTLS, where it is needed
/// @param peer the only address it may post from; null: any
/// @param channels what it sends
/// @param missing what becomes of a channel without a value
/// @param silence after so long without a request that was kept, the node counts as lost
/// @param ageMax greatest age of a record
/// @param queue most samples that wait for a poll
public record CoapNodeSettings(
    @Option(
            doc = "Path to which the node posts, without the leading slash.",
            pattern = "[A-Za-z0-9._~-]{1,64}(/[A-Za-z0-9._~-]{1,64}){0,7}",
            example = "nodes/7")
        String path,
    @Option(
            doc = "PSK identity of the node, needed where the server has dtls-psk.",
            optional = true,
            min = "1",
            max = "128",
            example = "node-7")
        @Nullable String identity,
    @Option(
            doc = "The only address the node may post from; without it any that the link allows.",
            optional = true,
            example = "192.168.1.20")
        @Nullable String peer,
    @Option(doc = "What the node sends.", min = "1", max = "64") List<ChannelMapping> channels,
    @Option(
            doc = "What becomes of a channel that a sample has no value for: bad or leave-out.",
            fallback = "bad")
        Missing missing,
    @Option(
            doc = "After so long without a request that was kept, the node counts as lost.",
            fallback = "15min",
            min = "1s",
            max = "7d")
        Duration silence,
    @Option(
            doc = "Greatest age of a record; a request with an older one is refused.",
            fallback = "1h",
            min = "0s",
            max = "24h")
        Duration ageMax,
    @Option(
            doc = "Most samples that wait for a poll; a request that finds no room is refused.",
            fallback = "256",
            min = "1",
            max = "4096")
        int queue) {

  public CoapNodeSettings {
    channels = ChannelMapping.distinct(channels);
    if (peer != null) {
      try {
        AllowList.literal(peer);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("peer: " + e.getMessage(), e);
      }
    }
  }
}
